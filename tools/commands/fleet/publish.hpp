// perisphere fleet publish: apps and systems for devices to install.
#pragma once

#include "command/command.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::tools
{

struct FleetPublishOptions {
    std::filesystem::path feed;
    std::vector<std::filesystem::path> packages;
    std::filesystem::path fleet;
    std::vector<std::string> groups;    ///< none: all devices
    std::vector<std::string> systems;   ///< VERSION=BUNDLE
    std::vector<std::string> withdrawn; ///< names of targets, component ids, versions of the system
    std::uint32_t timestampDays = 14;
    bool asJson = false;
};

void declareFleetPublish(Command& command, FleetPublishOptions& options);
[[nodiscard]] Result<ExitCode> runFleetPublish(const FleetPublishOptions& options,
                                               Services& services);
[[nodiscard]] Command fleetPublishCommand(Services& services);

} // namespace perisphere::tools
