// perisphere device list, perisphere sim list: the devices that run.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

namespace perisphere::tools
{

struct DeviceListOptions {
    bool asJson = false;
};

void declareDeviceList(Command& command, DeviceListOptions& options);
[[nodiscard]] Result<ExitCode> runDeviceList(const DeviceListOptions& options, Services& services);
[[nodiscard]] Command deviceListCommand(Services& services);

} // namespace perisphere::tools
