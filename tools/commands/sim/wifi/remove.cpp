#include "commands/sim/wifi/remove.hpp"

#include "command/report.hpp"

namespace perisphere::tools
{

void declareSimWifiRemove(Command& command, SimWifiRemoveOptions& options)
{
    command.describe("One of the board stays: set its inRange to false.");
    command.argument("NAME", options.name, "as \"perisphere sim wifi list\" shows it");
    declareDeviceOption(command, options.device);
    command.example("perisphere sim wifi remove CAFE", "out of range for good");
}

Result<ExitCode> runSimWifiRemove(const SimWifiRemoveOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const auto removed = device->call("wifi.removeAccessPoint", {{"name", options.name}});
    if (!removed)
        return fail(removed.error());
    return ExitCode::Ok;
}

Command simWifiRemoveCommand(Services& services)
{
    return Command::make("remove", "Remove an access point that was added", declareSimWifiRemove,
                         runSimWifiRemove, services);
}

} // namespace perisphere::tools
