// perisphere sim fault list: what can go wrong, and what does.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

namespace perisphere::tools
{

struct SimFaultListOptions {
    DeviceOptions device;
    bool asJson = false;
};

void declareSimFaultList(Command& command, SimFaultListOptions& options);
[[nodiscard]] Result<ExitCode> runSimFaultList(const SimFaultListOptions& options,
                                               Services& services);
[[nodiscard]] Command simFaultListCommand(Services& services);

} // namespace perisphere::tools
