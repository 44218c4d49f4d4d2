#include "commands/core/profile/start.hpp"

#include "command/report.hpp"

namespace perisphere::tools
{

void declareCoreProfileStart(Command& command, CoreProfileStartOptions& options)
{
    command.option("--period,-p", "CYCLES", options.period,
                   "cycles from one sample to the next, at least 10; 1000 by default");
    declareCoreOptions(command, options.core);
    command.describe(
        "Takes a sample every so many cycles of the core, from now on; what was sampled before is "
        "forgotten. The same run gives the same profile, and the core notices nothing.");
    command.example("perisphere core profile start --period 100", "finer, and slower to simulate");
}

Result<ExitCode> runCoreProfileStart(const CoreProfileStartOptions& options, Services& services)
{
    const auto answer =
        callCore(options.core, services, "core.profile.start", {{"period", options.period}});
    if (!answer)
        return fail(answer.error());
    if (options.core.asJson)
        printJson(*answer, services);
    return ExitCode::Ok;
}

Command coreProfileStartCommand(Services& services)
{
    return Command::make("start", "Begin to take samples", declareCoreProfileStart,
                         runCoreProfileStart, services);
}

} // namespace perisphere::tools
