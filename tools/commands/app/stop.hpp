// perisphere app stop: stop an app.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

#include <string>

namespace perisphere::tools
{

struct AppStopOptions {
    DeviceOptions device;
    std::string app; ///< component id or name; empty: the only one
    bool asJson = false;
};

void declareAppStop(Command& command, AppStopOptions& options);
[[nodiscard]] Result<ExitCode> runAppStop(const AppStopOptions& options, Services& services);
[[nodiscard]] Command appStopCommand(Services& services);

} // namespace perisphere::tools
