// perisphere hardware: which names a board gives to the chip's peripherals.
#pragma once

#include "command/command.hpp"

namespace perisphere::tools
{

[[nodiscard]] Command hardwareCommand(Services& services);

} // namespace perisphere::tools
