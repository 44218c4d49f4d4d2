// perisphere core: the real-time cores of a running device.
#pragma once

#include "command/command.hpp"

namespace perisphere::tools
{

[[nodiscard]] Command coreCommand(Services& services);

} // namespace perisphere::tools
