#include "commands/app/remove.hpp"

#include "support/running_app.hpp"

namespace perisphere::tools
{

void declareAppRemove(Command& command, AppRemoveOptions& options)
{
    command.argument("APP", options.app, "component id or name").named(NameSource::Apps);
    declareDeviceOption(command, options.device);
    command.example("perisphere app remove Blink", "by name");
}

Result<ExitCode> runAppRemove(const AppRemoveOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    if (const auto removed = device->call("app.remove", {{"app", options.app}}); !removed)
        return fail(explainApp(removed.error()));
    return ExitCode::Ok;
}

Command appRemoveCommand(Services& services)
{
    return Command::make("remove", "Remove an app with all it stored", declareAppRemove,
                         runAppRemove, services);
}

} // namespace perisphere::tools
