// perisphere sim stop: end a simulated device, and wait until it is gone.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

namespace perisphere::tools
{

struct SimStopOptions {
    DeviceOptions device;
};

void declareSimStop(Command& command, SimStopOptions& options);
[[nodiscard]] Result<ExitCode> runSimStop(const SimStopOptions& options, Services& services);
[[nodiscard]] Command simStopCommand(Services& services);

} // namespace perisphere::tools
