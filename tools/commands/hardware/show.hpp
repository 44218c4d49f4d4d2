// perisphere hardware show: a board's peripherals and what they are on the chip.
#pragma once

#include "command/command.hpp"
#include "support/hardware_options.hpp"

namespace perisphere::tools
{

struct HardwareShowOptions {
    HardwareOptions hardware;
    bool asJson = false;
};

void declareHardwareShow(Command& command, HardwareShowOptions& options);
[[nodiscard]] Result<ExitCode> runHardwareShow(const HardwareShowOptions& options,
                                               Services& services);
[[nodiscard]] Command hardwareShowCommand(Services& services);

} // namespace perisphere::tools
