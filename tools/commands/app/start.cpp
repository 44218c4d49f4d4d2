#include "commands/app/start.hpp"

#include "command/report.hpp"
#include "support/running_app.hpp"

namespace perisphere::tools
{

void declareAppStart(Command& command, AppStartOptions& options)
{
    command.argument("APP", options.app, "component id or name; the only installed app by default")
        .named(NameSource::Apps)
        .optional();
    command.flag("--debug", options.isDebug, "wait for gdb before the first instruction");
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere app start Blink", "by name");
}

Result<ExitCode> runAppStart(const AppStartOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const auto app = chooseApp(options.app, *device);
    if (!app)
        return fail(app.error());
    const auto status = device->call("app.start", {{"app", *app}, {"debug", options.isDebug}});
    if (!status)
        return fail(explainApp(status.error()));
    if (options.asJson)
        printJson(*status, services);
    else
        services.out << describeApp(*status) << '\n';
    return ExitCode::Ok;
}

Command appStartCommand(Services& services)
{
    return Command::make("start", "Start an app", declareAppStart, runAppStart, services);
}

} // namespace perisphere::tools
