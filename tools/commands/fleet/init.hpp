// perisphere fleet init: keys and the first root of a feed.
#pragma once

#include "command/command.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::tools
{

struct FleetInitOptions {
    std::filesystem::path fleet;
    std::uint32_t rootKeys = 1;
    std::optional<std::uint32_t> rootThreshold; ///< none: all of them
    std::uint32_t targetsKeys = 1;
    std::optional<std::uint32_t> targetsThreshold; ///< none: all of them
    std::uint32_t rootDays = 1095;
    bool asJson = false;
};

void declareFleetInit(Command& command, FleetInitOptions& options);
[[nodiscard]] Result<ExitCode> runFleetInit(const FleetInitOptions& options, Services& services);
[[nodiscard]] Command fleetInitCommand(Services& services);

} // namespace perisphere::tools
