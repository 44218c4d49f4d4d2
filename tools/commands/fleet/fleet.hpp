// perisphere fleet: the update feed of many devices.
#pragma once

#include "command/command.hpp"

namespace perisphere::tools
{

[[nodiscard]] Command fleetCommand(Services& services);

} // namespace perisphere::tools
