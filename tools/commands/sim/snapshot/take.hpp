// perisphere sim snapshot take: keeps how it is.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

#include <optional>
#include <string>

namespace perisphere::tools
{

struct SimSnapshotTakeOptions {
    DeviceOptions device;
    std::optional<std::string> name; ///< none: the device finds one
    bool asJson = false;
};

void declareSimSnapshotTake(Command& command, SimSnapshotTakeOptions& options);
[[nodiscard]] Result<ExitCode> runSimSnapshotTake(const SimSnapshotTakeOptions& options,
                                                  Services& services);
[[nodiscard]] Command simSnapshotTakeCommand(Services& services);

} // namespace perisphere::tools
