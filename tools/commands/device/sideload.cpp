#include "commands/device/sideload.hpp"

#include "command/report.hpp"
#include "support/app_source.hpp"
#include "support/running_app.hpp"

namespace perisphere::tools
{

void declareDeviceSideload(Command& command, DeviceSideloadOptions& options)
{
    command.describe("Installs an image package, or replaces the installed one of the same "
                     "component, and starts the app. A project or a folder is built first, as by "
                     "\"perisphere build\". \"perisphere app remove\" takes the app away again.");
    command.argument("PATH", options.source, "image package, CMake project, or folder to pack");
    declareBuildTarget(command, options.target);
    command.flag("--manual-start,-m", options.isManualStart, "install only");
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere device sideload blink.imagepackage", "install and start");
}

Result<ExitCode> runDeviceSideload(const DeviceSideloadOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const auto built = buildApp(options.source, services, options.target);
    if (!built)
        return fail(built.error());
    const auto app = device->call(
        "app.install", {{"package", built->package.string()}, {"start", !options.isManualStart}});
    if (!app)
        return fail(app.error());
    if (options.asJson)
        printJson(*app, services);
    else
        services.out << describeApp(*app) << '\n';
    return ExitCode::Ok;
}

Command deviceSideloadCommand(Services& services)
{
    return Command::make("sideload", "Install an app on a device", declareDeviceSideload,
                         runDeviceSideload, services);
}

} // namespace perisphere::tools
