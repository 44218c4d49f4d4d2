// perisphere device show: one device and its apps.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

namespace perisphere::tools
{

struct DeviceShowOptions {
    DeviceOptions device;
    bool asJson = false;
};

void declareDeviceShow(Command& command, DeviceShowOptions& options);
[[nodiscard]] Result<ExitCode> runDeviceShow(const DeviceShowOptions& options, Services& services);
[[nodiscard]] Command deviceShowCommand(Services& services);

} // namespace perisphere::tools
