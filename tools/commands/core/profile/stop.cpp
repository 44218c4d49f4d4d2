#include "commands/core/profile/stop.hpp"

#include "command/report.hpp"

namespace perisphere::tools
{

void declareCoreProfileStop(Command& command, CoreProfileStopOptions& options)
{
    declareCoreOptions(command, options.core);
    command.describe("The samples stay, for \"perisphere core profile show\".");
    command.example("perisphere core profile stop", "what is shown from then on does not change");
}

Result<ExitCode> runCoreProfileStop(const CoreProfileStopOptions& options, Services& services)
{
    const auto answer = callCore(options.core, services, "core.profile.stop");
    if (!answer)
        return fail(answer.error());
    if (options.core.asJson)
        printJson(*answer, services);
    return ExitCode::Ok;
}

Command coreProfileStopCommand(Services& services)
{
    return Command::make("stop", "Take no more samples", declareCoreProfileStop, runCoreProfileStop,
                         services);
}

} // namespace perisphere::tools
