// The documents that GDB reads about a core: its registers, its memory.
#pragma once

#include "perisphere/debug/target.hpp"

#include <string>

namespace perisphere::debug
{

/// GDB manual, appendix G.
[[nodiscard]] std::string targetDescriptionXml(const Target& target);

/// GDB manual, "Memory Map Format".
[[nodiscard]] std::string memoryMapXml(const Target& target);

} // namespace perisphere::debug
