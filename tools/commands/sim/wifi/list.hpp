// perisphere sim wifi list: the access points around a device.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

namespace perisphere::tools
{

struct SimWifiListOptions {
    DeviceOptions device;
    bool asJson = false;
};

void declareSimWifiList(Command& command, SimWifiListOptions& options);
[[nodiscard]] Result<ExitCode> runSimWifiList(const SimWifiListOptions& options,
                                              Services& services);
[[nodiscard]] Command simWifiListCommand(Services& services);

} // namespace perisphere::tools
