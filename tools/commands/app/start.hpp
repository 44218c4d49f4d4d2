// perisphere app start: start an installed app.
#pragma once

#include "command/command.hpp"
#include "support/app_records.hpp"
#include "support/running_device.hpp"

#include <string>

namespace perisphere::tools
{

struct AppStartOptions {
    DeviceOptions device;
    std::string app; ///< component id or name; empty: the only one
    bool isDebug = false;
    device::AppRecords records;
    bool asJson = false;
};

void declareAppStart(Command& command, AppStartOptions& options);
[[nodiscard]] Result<ExitCode> runAppStart(const AppStartOptions& options, Services& services);
[[nodiscard]] Command appStartCommand(Services& services);

} // namespace perisphere::tools
