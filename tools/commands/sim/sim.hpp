// perisphere sim: simulated devices, and the parts on their boards.
#pragma once

#include "command/command.hpp"

namespace perisphere::tools
{

[[nodiscard]] Command simCommand(Services& services);

} // namespace perisphere::tools
