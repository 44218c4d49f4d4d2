#include "commands/app/list.hpp"

#include "command/report.hpp"
#include "support/running_app.hpp"

namespace perisphere::tools
{

void declareAppList(Command& command, AppListOptions& options)
{
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere app list", "of the only device that runs");
}

Result<ExitCode> runAppList(const AppListOptions& options, Services& services)
{
    auto found = connectToApps(options.device, services);
    if (!found)
        return fail(found.error());
    if (options.asJson) {
        printJson({{"apps", found->apps}}, services);
        return ExitCode::Ok;
    }
    for (const json::Value& app : found->apps)
        services.out << describeApp(app) << '\n';
    if (found->apps.empty())
        printNote("no app is installed", services);
    return ExitCode::Ok;
}

Command appListCommand(Services& services)
{
    return Command::make("list", "List the installed apps", declareAppList, runAppList, services);
}

} // namespace perisphere::tools
