#include "commands/app/stop.hpp"

#include "command/report.hpp"
#include "support/running_app.hpp"

namespace perisphere::tools
{

void declareAppStop(Command& command, AppStopOptions& options)
{
    command.describe("Ends when the app has. It stays stopped until it is started again, or the "
                     "device is.");
    command.argument("APP", options.app, "component id or name; the only installed app by default")
        .named(NameSource::Apps)
        .optional();
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere app stop Blink", "by name");
}

Result<ExitCode> runAppStop(const AppStopOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const auto app = chooseApp(options.app, *device);
    if (!app)
        return fail(app.error());
    const auto status = device->call("app.stop", {{"app", *app}});
    if (!status)
        return fail(explainApp(status.error()));
    if (options.asJson)
        printJson(*status, services);
    else
        services.out << describeApp(*status) << '\n';
    return ExitCode::Ok;
}

Command appStopCommand(Services& services)
{
    return Command::make("stop", "Stop an app", declareAppStop, runAppStop, services);
}

} // namespace perisphere::tools
