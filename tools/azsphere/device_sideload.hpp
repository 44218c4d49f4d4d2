// azsphere device sideload: deploy, delete.
#pragma once

#include "command/command.hpp"
#include "commands/device/sideload.hpp"

#include <string>
#include <vector>

namespace perisphere::tools::azsphere
{

struct SideloadDeleteOptions {
    DeviceOptions device;
    std::string app;                 ///< component id; empty: all
    std::vector<std::string> except; ///< component ids that stay
    bool asJson = false;
};

void declareDeploy(Command& command, DeviceSideloadOptions& options);
void declareDelete(Command& command, SideloadDeleteOptions& options);
[[nodiscard]] Command sideloadCommand(Services& services);

} // namespace perisphere::tools::azsphere
