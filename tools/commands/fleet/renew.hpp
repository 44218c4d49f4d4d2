// perisphere fleet renew: the same feed for some more time.
#pragma once

#include "command/command.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::tools
{

struct FleetRenewOptions {
    std::filesystem::path feed;
    std::filesystem::path fleet;
    bool all = false;
    std::uint32_t timestampDays = 14;
    bool asJson = false;
};

void declareFleetRenew(Command& command, FleetRenewOptions& options);
[[nodiscard]] Result<ExitCode> runFleetRenew(const FleetRenewOptions& options, Services& services);
[[nodiscard]] Command fleetRenewCommand(Services& services);

} // namespace perisphere::tools
