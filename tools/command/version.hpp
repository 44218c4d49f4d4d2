// What stands at the root of a command tree besides its nouns.
#pragma once

#include "command/command.hpp"

#include <string>

namespace perisphere::tools
{

/// "0.1.0"
[[nodiscard]] std::string version();

/// --version; without it and without a noun, the root names its help and ends with Usage.
void addVersionFlag(Command& root, Services& services);

} // namespace perisphere::tools
