// perisphere device: what runs apps: list, look, install.
#pragma once

#include "command/command.hpp"

namespace perisphere::tools
{

[[nodiscard]] Command deviceCommand(Services& services);

} // namespace perisphere::tools
