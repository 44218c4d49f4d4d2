// perisphere sim fault: make something go wrong on a running device.
#pragma once

#include "command/command.hpp"

namespace perisphere::tools
{

[[nodiscard]] Command simFaultCommand(Services& services);

} // namespace perisphere::tools
