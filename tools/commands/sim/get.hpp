// perisphere sim get: the values of properties of parts.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

#include <string>
#include <vector>

namespace perisphere::tools
{

struct SimGetOptions {
    DeviceOptions device;
    std::vector<std::string> properties; ///< patterns; none: all
    bool asJson = false;
};

void declareSimGet(Command& command, SimGetOptions& options);
[[nodiscard]] Result<ExitCode> runSimGet(const SimGetOptions& options, Services& services);
[[nodiscard]] Command simGetCommand(Services& services);

} // namespace perisphere::tools
