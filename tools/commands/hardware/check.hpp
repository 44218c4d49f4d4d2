// perisphere hardware check: all that is wrong with a hardware definition and what it imports.
#pragma once

#include "command/command.hpp"
#include "support/hardware_options.hpp"

namespace perisphere::tools
{

struct HardwareCheckOptions {
    HardwareOptions hardware;
    bool asJson = false;
};

void declareHardwareCheck(Command& command, HardwareCheckOptions& options);
[[nodiscard]] Result<ExitCode> runHardwareCheck(const HardwareCheckOptions& options,
                                                Services& services);
[[nodiscard]] Command hardwareCheckCommand(Services& services);

} // namespace perisphere::tools
