// perisphere sim snapshot restore: goes back.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

#include <optional>
#include <string>

namespace perisphere::tools
{

struct SimSnapshotRestoreOptions {
    DeviceOptions device;
    std::string name;
};

void declareSimSnapshotRestore(Command& command, SimSnapshotRestoreOptions& options);
[[nodiscard]] Result<ExitCode> runSimSnapshotRestore(const SimSnapshotRestoreOptions& options,
                                                     Services& services);
[[nodiscard]] Command simSnapshotRestoreCommand(Services& services);

} // namespace perisphere::tools
