// perisphere sim watch: properties of parts as they change.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

#include <optional>
#include <string>
#include <vector>

namespace perisphere::tools
{

struct SimWatchOptions {
    DeviceOptions device;
    std::vector<std::string> properties;
    std::optional<std::string> duration; ///< "10s"
    std::optional<std::string> until;    ///< "D1.redLit=true": ends then; with --for, or fails
    bool asJson = false;
};

void declareSimWatch(Command& command, SimWatchOptions& options);
[[nodiscard]] Result<ExitCode> runSimWatch(const SimWatchOptions& options, Services& services);
[[nodiscard]] Command simWatchCommand(Services& services);

} // namespace perisphere::tools
