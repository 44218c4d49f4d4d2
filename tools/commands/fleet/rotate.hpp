// perisphere fleet rotate: other keys in the place of those of a role.
#pragma once

#include "command/command.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::tools
{

struct FleetRotateOptions {
    std::filesystem::path fleet;
    std::string role;
    std::vector<std::filesystem::path> offline; ///< none: in the folder of the fleet
    std::uint32_t rootDays = 1095;
    bool asJson = false;
};

void declareFleetRotate(Command& command, FleetRotateOptions& options);
[[nodiscard]] Result<ExitCode> runFleetRotate(const FleetRotateOptions& options,
                                              Services& services);
[[nodiscard]] Command fleetRotateCommand(Services& services);

} // namespace perisphere::tools
