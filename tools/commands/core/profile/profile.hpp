// perisphere core profile: where a core's cycles go.
#pragma once

#include "command/command.hpp"

namespace perisphere::tools
{

[[nodiscard]] Command coreProfileCommand(Services& services);

} // namespace perisphere::tools
