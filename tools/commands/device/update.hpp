// perisphere device update: offer an update to a device, or see where one stands.
#pragma once

#include "command/command.hpp"
#include "support/build_target.hpp"
#include "support/running_device.hpp"

#include <filesystem>
#include <string>

namespace perisphere::tools
{

struct DeviceUpdateOptions {
    DeviceOptions device;
    std::filesystem::path source; ///< image package, project, or folder to pack; may be empty
    BuildTarget target;
    bool isSystem = false;
    std::string osVersion; ///< empty: the next one
    bool asJson = false;
};

void declareDeviceUpdate(Command& command, DeviceUpdateOptions& options);
[[nodiscard]] Result<ExitCode> runDeviceUpdate(const DeviceUpdateOptions& options,
                                               Services& services);
[[nodiscard]] Command deviceUpdateCommand(Services& services);

} // namespace perisphere::tools
