// perisphere core list: both real-time cores.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

namespace perisphere::tools
{

struct CoreListOptions {
    DeviceOptions device;
    bool asJson = false;
};

void declareCoreList(Command& command, CoreListOptions& options);
[[nodiscard]] Result<ExitCode> runCoreList(const CoreListOptions& options, Services& services);
[[nodiscard]] Command coreListCommand(Services& services);

} // namespace perisphere::tools
