// perisphere sim snapshot list: which there are.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

#include <optional>
#include <string>

namespace perisphere::tools
{

struct SimSnapshotListOptions {
    DeviceOptions device;
    bool asJson = false;
};

void declareSimSnapshotList(Command& command, SimSnapshotListOptions& options);
[[nodiscard]] Result<ExitCode> runSimSnapshotList(const SimSnapshotListOptions& options,
                                                  Services& services);
[[nodiscard]] Command simSnapshotListCommand(Services& services);

} // namespace perisphere::tools
