#include "commands/core/step.hpp"

#include "command/report.hpp"

namespace perisphere::tools
{

void declareCoreStep(Command& command, CoreStepOptions& options)
{
    command.argument("N", options.instructions, "how many instructions, up to 1000; 1 by default")
        .optional();
    command.flag("--back", options.isBack,
                 "go back instead, as far as what the core did has been kept: since it was held");
    declareCoreOptions(command, options.core);
    command.example("perisphere core step 10 && perisphere core disassemble",
                    "go on a little, and look");
    command.example("perisphere core step --back", "where it came from");
}

Result<ExitCode> runCoreStep(const CoreStepOptions& options, Services& services)
{
    auto answer = options.isBack ? callCore(options.core, services, "core.stepBack")
                                 : callCore(options.core, services, "core.step",
                                            {{"instructions", options.instructions}});
    for (unsigned i = 1; options.isBack && answer && i < options.instructions; ++i)
        answer = callCore(options.core, services, "core.stepBack");
    if (!answer)
        return fail(answer.error());
    if (options.core.asJson)
        printJson(*answer, services);
    else
        services.out << describeCore(*answer) << '\n';
    return ExitCode::Ok;
}

Command coreStepCommand(Services& services)
{
    return Command::make(
        "step", "Execute instructions of a held core; waits for the interrupt that wakes it",
        declareCoreStep, runCoreStep, services);
}

} // namespace perisphere::tools
