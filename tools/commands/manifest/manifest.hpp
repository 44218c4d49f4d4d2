// perisphere manifest: who an app is and what it may touch.
#pragma once

#include "command/command.hpp"

namespace perisphere::tools
{

[[nodiscard]] Command manifestCommand(Services& services);

} // namespace perisphere::tools
