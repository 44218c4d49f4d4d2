// perisphere fleet verify: a feed, as a device sees it.
#pragma once

#include "command/command.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::tools
{

struct FleetVerifyOptions {
    std::filesystem::path feed;
    std::filesystem::path root;
    bool asJson = false;
};

void declareFleetVerify(Command& command, FleetVerifyOptions& options);
[[nodiscard]] Result<ExitCode> runFleetVerify(const FleetVerifyOptions& options,
                                              Services& services);
[[nodiscard]] Command fleetVerifyCommand(Services& services);

} // namespace perisphere::tools
