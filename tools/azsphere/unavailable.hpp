// The original tool's commands that this version does not have.
#pragma once

#include "command/command.hpp"

namespace perisphere::tools::azsphere
{

/// Each takes any options, says why it does nothing, and ends with Unavailable.
void addUnavailableCommands(Command& root, Services& services);

} // namespace perisphere::tools::azsphere
