#include "commands/core/release.hpp"

#include "command/report.hpp"

namespace perisphere::tools
{

void declareCoreRelease(Command& command, CoreReleaseOptions& options)
{
    declareCoreOptions(command, options.core);
    command.example("perisphere core release --core 1", "where both run apps");
}

Result<ExitCode> runCoreRelease(const CoreReleaseOptions& options, Services& services)
{
    const auto answer = callCore(options.core, services, "core.release");
    if (!answer)
        return fail(answer.error());
    if (options.core.asJson)
        printJson(*answer, services);
    else
        services.out << describeCore(*answer) << '\n';
    return ExitCode::Ok;
}

Command coreReleaseCommand(Services& services)
{
    return Command::make("release", "Let a held core go on", declareCoreRelease, runCoreRelease,
                         services);
}

} // namespace perisphere::tools
