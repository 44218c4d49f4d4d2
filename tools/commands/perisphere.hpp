// The perisphere command: every noun and verb that it has.
#pragma once

#include "command/command.hpp"

namespace perisphere::tools
{

[[nodiscard]] Command perisphereCommand(Services& services);

} // namespace perisphere::tools
