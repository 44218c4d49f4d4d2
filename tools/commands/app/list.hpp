// perisphere app list: what is installed on a device.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

namespace perisphere::tools
{

struct AppListOptions {
    DeviceOptions device;
    bool asJson = false;
};

void declareAppList(Command& command, AppListOptions& options);
[[nodiscard]] Result<ExitCode> runAppList(const AppListOptions& options, Services& services);
[[nodiscard]] Command appListCommand(Services& services);

} // namespace perisphere::tools
