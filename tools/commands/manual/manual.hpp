// perisphere manual: the generated part of docs/command-line.md. Not offered; for this project.
#pragma once

#include "command/command.hpp"

namespace perisphere::tools
{

[[nodiscard]] Command manualCommand(Services& services);

} // namespace perisphere::tools
