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
    declareAppRecords(command, options.records);
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
    command.describe("Files about the app are written by the emulated application core when the "
                     "app ends, that of system calls at once. An app that runs without them is "
                     "started again.");
    command.example("perisphere app start Blink", "by name");
    command.example("perisphere app start --coverage blink.info --elf out/ARM-Debug/blink.out && "
                    "sleep 5 && perisphere app stop && genhtml blink.info",
                    "which lines run in five seconds");
}

Result<ExitCode> runAppStart(const AppStartOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const auto app = chooseApp(options.app, *device);
    if (!app)
        return fail(app.error());
    json::Value parameters{{"app", *app}, {"debug", options.isDebug}};
    if (options.records != device::AppRecords())
        parameters["records"] = toJson(absoluteRecords(options.records));
    const auto status = device->call("app.start", parameters);
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
