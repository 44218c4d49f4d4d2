#include "commands/app/status.hpp"

#include "command/report.hpp"
#include "support/running_app.hpp"

namespace perisphere::tools
{

void declareAppStatus(Command& command, AppStatusOptions& options)
{
    command.argument("APP", options.app, "component id or name; the only installed app by default")
        .named(NameSource::Apps)
        .optional();
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere app status Blink --json", "for a program");
}

Result<ExitCode> runAppStatus(const AppStatusOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const auto app = chooseApp(options.app, *device);
    if (!app)
        return fail(app.error());
    const auto status = device->call("app.status", {{"app", *app}});
    if (!status)
        return fail(explainApp(status.error()));
    if (options.asJson)
        printJson(*status, services);
    else
        services.out << describeApp(*status) << '\n';
    return ExitCode::Ok;
}

Command appStatusCommand(Services& services)
{
    return Command::make("status", "Show how an app is", declareAppStatus, runAppStatus, services);
}

} // namespace perisphere::tools
