// perisphere sim snapshot remove: forgets one.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

#include <optional>
#include <string>

namespace perisphere::tools
{

struct SimSnapshotRemoveOptions {
    DeviceOptions device;
    std::string name;
};

void declareSimSnapshotRemove(Command& command, SimSnapshotRemoveOptions& options);
[[nodiscard]] Result<ExitCode> runSimSnapshotRemove(const SimSnapshotRemoveOptions& options,
                                                    Services& services);
[[nodiscard]] Command simSnapshotRemoveCommand(Services& services);

} // namespace perisphere::tools
