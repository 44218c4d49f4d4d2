#include "azsphere/device_image.hpp"

#include "azsphere/device.hpp"
#include "command/report.hpp"
#include "commands/app/list.hpp"
#include "support/running_app.hpp"

#include <fmt/format.h>

#include <string>

namespace perisphere::tools::azsphere
{
namespace
{

void declareListInstalled(Command& command, AppListOptions& options)
{
    command.ignoredFlag("--all"); // of an operating system's images, which a simulated device lacks
    declareDevice(command, options.device, options.asJson);
    command.example("azsphere device image list-installed", "the apps of the device");
}

Result<ExitCode> runListInstalled(const AppListOptions& options, Services& services)
{
    if (options.asJson)
        return runAppList(options, services);
    auto found = connectToApps(options.device, services);
    if (!found)
        return fail(found.error());
    services.out << "Installed images:\n";
    for (const json::Value& app : found->apps)
        services.out << fmt::format(" --> {}\n   --> Image type: Application\n   --> Component ID: "
                                    "{}\n   --> Image ID: {}\n",
                                    app.value("name", std::string()),
                                    app.value("componentId", std::string()),
                                    app.value("imageId", std::string()));
    return ExitCode::Ok;
}

} // namespace

Command imageCommand(Services& services)
{
    Command group("image", "Images on a device");
    group.add(Command::make("list-installed", "List the installed images", declareListInstalled,
                            runListInstalled, services));
    return group;
}

} // namespace perisphere::tools::azsphere
