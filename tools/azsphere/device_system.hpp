// "azsphere device": the system software of a device.
#pragma once

#include "command/command.hpp"

namespace perisphere::tools::azsphere
{

/// show-os-version, show-deployment-status, enable-development.
void addSystemCommands(Command& device, Services& services);

} // namespace perisphere::tools::azsphere
