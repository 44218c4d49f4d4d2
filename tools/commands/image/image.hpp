// perisphere image: packages that are installed on a device.
#pragma once

#include "command/command.hpp"

namespace perisphere::tools
{

[[nodiscard]] Command imageCommand(Services& services);

} // namespace perisphere::tools
