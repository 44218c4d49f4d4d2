#include "commands/sim/snapshot/remove.hpp"

namespace perisphere::tools
{

void declareSimSnapshotRemove(Command& command, SimSnapshotRemoveOptions& options)
{
    command.argument("NAME", options.name, "as \"perisphere sim snapshot list\" shows it");
    declareDeviceOption(command, options.device);
    command.example("perisphere sim snapshot remove installed", "it takes no more room");
}

Result<ExitCode> runSimSnapshotRemove(const SimSnapshotRemoveOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    if (const auto removed = device->call("snapshot.remove", {{"name", options.name}}); !removed)
        return fail(removed.error());
    return ExitCode::Ok;
}

Command simSnapshotRemoveCommand(Services& services)
{
    return Command::make("remove", "Remove a snapshot", declareSimSnapshotRemove,
                         runSimSnapshotRemove, services);
}

} // namespace perisphere::tools
