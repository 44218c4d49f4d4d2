// perisphere device sideload: install an app on a device.
#pragma once

#include "command/command.hpp"
#include "support/build_target.hpp"
#include "support/running_device.hpp"

#include <filesystem>

namespace perisphere::tools
{

struct DeviceSideloadOptions {
    DeviceOptions device;
    std::filesystem::path source; ///< image package, project, or folder to pack
    BuildTarget target;
    bool isManualStart = false;
    bool asJson = false;
};

void declareDeviceSideload(Command& command, DeviceSideloadOptions& options);
[[nodiscard]] Result<ExitCode> runDeviceSideload(const DeviceSideloadOptions& options,
                                                 Services& services);
[[nodiscard]] Command deviceSideloadCommand(Services& services);

} // namespace perisphere::tools
