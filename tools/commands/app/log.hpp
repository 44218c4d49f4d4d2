// perisphere app log: what apps and the device have logged.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

#include <cstdint>
#include <string>

namespace perisphere::tools
{

struct AppLogOptions {
    DeviceOptions device;
    std::string app; ///< component id or name; empty: all, and the device itself
    std::uint64_t since = 0;
    bool isFollowing = false;
    bool asJson = false;
};

void declareAppLog(Command& command, AppLogOptions& options);
[[nodiscard]] Result<ExitCode> runAppLog(const AppLogOptions& options, Services& services);
[[nodiscard]] Command appLogCommand(Services& services);

} // namespace perisphere::tools
