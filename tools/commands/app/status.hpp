// perisphere app status: how an app is.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

#include <string>

namespace perisphere::tools
{

struct AppStatusOptions {
    DeviceOptions device;
    std::string app; ///< component id or name; empty: the only one
    bool asJson = false;
};

void declareAppStatus(Command& command, AppStatusOptions& options);
[[nodiscard]] Result<ExitCode> runAppStatus(const AppStatusOptions& options, Services& services);
[[nodiscard]] Command appStatusCommand(Services& services);

} // namespace perisphere::tools
