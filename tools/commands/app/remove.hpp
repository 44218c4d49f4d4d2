// perisphere app remove: remove an app with all it stored.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

#include <string>

namespace perisphere::tools
{

struct AppRemoveOptions {
    DeviceOptions device;
    std::string app; ///< component id or name
};

void declareAppRemove(Command& command, AppRemoveOptions& options);
[[nodiscard]] Result<ExitCode> runAppRemove(const AppRemoveOptions& options, Services& services);
[[nodiscard]] Command appRemoveCommand(Services& services);

} // namespace perisphere::tools
