// perisphere sim reset: switch a device off and on.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

namespace perisphere::tools
{

struct SimResetOptions {
    DeviceOptions device;
};

void declareSimReset(Command& command, SimResetOptions& options);
[[nodiscard]] Result<ExitCode> runSimReset(const SimResetOptions& options, Services& services);
[[nodiscard]] Command simResetCommand(Services& services);

} // namespace perisphere::tools
