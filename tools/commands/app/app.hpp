// perisphere app: the apps that are installed on a device.
#pragma once

#include "command/command.hpp"

namespace perisphere::tools
{

[[nodiscard]] Command appCommand(Services& services);

} // namespace perisphere::tools
