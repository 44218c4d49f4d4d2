// azsphere device app: show-status, start, stop, show-memory-stats.
#pragma once

#include "command/command.hpp"

namespace perisphere::tools::azsphere
{

[[nodiscard]] Command appCommand(Services& services);

} // namespace perisphere::tools::azsphere
