#include "commands/core/hold.hpp"

#include "command/report.hpp"

namespace perisphere::tools
{

void declareCoreHold(Command& command, CoreHoldOptions& options)
{
    declareCoreOptions(command, options.core);
    command.describe(
        "The core stays held, also after the command has ended, until \"perisphere core release\" "
        "or a debugger lets it go on. The rest of the device goes on.");
    command.example("perisphere core hold", "then look at stack and registers");
}

Result<ExitCode> runCoreHold(const CoreHoldOptions& options, Services& services)
{
    const auto answer = callCore(options.core, services, "core.hold");
    if (!answer)
        return fail(answer.error());
    if (options.core.asJson)
        printJson(*answer, services);
    else
        services.out << describeCore(*answer) << '\n';
    return ExitCode::Ok;
}

Command coreHoldCommand(Services& services)
{
    return Command::make("hold", "Stop a core, and its time with it", declareCoreHold, runCoreHold,
                         services);
}

} // namespace perisphere::tools
