#include "commands/sim/reset.hpp"

namespace perisphere::tools
{

void declareSimReset(Command& command, SimResetOptions& options)
{
    command.describe("Stops its apps, resets its chip, and starts the apps again; what is stored "
                     "stays. Ends when the device runs again.");
    declareDeviceOption(command, options.device);
    command.example("perisphere sim reset --device bench", "power-cycle the device bench");
}

Result<ExitCode> runSimReset(const SimResetOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    if (const auto reset = device->call("device.reset"); !reset)
        return fail(reset.error());
    return ExitCode::Ok;
}

Command simResetCommand(Services& services)
{
    return Command::make("reset", "Switch a device off and on", declareSimReset, runSimReset,
                         services);
}

} // namespace perisphere::tools
