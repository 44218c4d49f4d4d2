// azsphere device image: list-installed.
#pragma once

#include "command/command.hpp"

namespace perisphere::tools::azsphere
{

[[nodiscard]] Command imageCommand(Services& services);

} // namespace perisphere::tools::azsphere
