// perisphere fleet show: what a feed has for devices.
#pragma once

#include "command/command.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::tools
{

struct FleetShowOptions {
    std::filesystem::path feed;
    bool asJson = false;
};

void declareFleetShow(Command& command, FleetShowOptions& options);
[[nodiscard]] Result<ExitCode> runFleetShow(const FleetShowOptions& options, Services& services);
[[nodiscard]] Command fleetShowCommand(Services& services);

} // namespace perisphere::tools
