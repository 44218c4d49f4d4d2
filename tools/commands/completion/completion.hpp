// perisphere completion: scripts that teach a shell the commands.
#pragma once

#include "command/command.hpp"
#include "command/completion.hpp"

namespace perisphere::tools
{

struct CompletionOptions {
    Shell shell = Shell::Bash;
};

void declareCompletion(Command& command, CompletionOptions& options);
[[nodiscard]] Result<ExitCode> runCompletion(const CompletionOptions& options, Services& services);
[[nodiscard]] Command completionCommand(Services& services);

} // namespace perisphere::tools
