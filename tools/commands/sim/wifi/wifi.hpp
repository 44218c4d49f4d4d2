// perisphere sim wifi: access points around a running device.
#pragma once

#include "command/command.hpp"

namespace perisphere::tools
{

[[nodiscard]] Command simWifiCommand(Services& services);

} // namespace perisphere::tools
