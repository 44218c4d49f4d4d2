// The names of a Cortex-M's exceptions, as the manuals have them.
#pragma once

#include <string>

namespace perisphere::realtime
{

/// "SysTick", "IRQ 5"; "exception 7" for a reserved number.
[[nodiscard]] std::string nameOfException(unsigned number);

} // namespace perisphere::realtime
