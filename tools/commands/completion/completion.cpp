#include "commands/completion/completion.hpp"

#include "commands/perisphere.hpp"

namespace perisphere::tools
{

void declareCompletion(Command& command, CompletionOptions& options)
{
    command.describe("An installed perisphere brings these scripts along where the shells look for "
                     "them.");
    command
        .choice({}, "SHELL", options.shell,
                {{"bash", Shell::Bash, ""}, {"zsh", Shell::Zsh, ""}, {"fish", Shell::Fish, ""}},
                "shell to print the script for")
        .required();
    command.example("source <(perisphere completion bash)", "complete in this bash");
    command.example("perisphere completion fish > ~/.config/fish/completions/perisphere.fish",
                    "complete in every fish from now on");
}

Result<ExitCode> runCompletion(const CompletionOptions& options, Services& services)
{
    services.out << completionScript(perisphereCommand(services), options.shell);
    return ExitCode::Ok;
}

Command completionCommand(Services& services)
{
    return Command::make("completion", "Print the completion script of a shell", declareCompletion,
                         runCompletion, services);
}

} // namespace perisphere::tools
