// For tests of tests: a fault without its effect.
#pragma once

#include <string>
#include <string_view>

namespace perisphere::runtime
{

/// From now on this process injects faults of that kind without making them: they are listed and
/// cleared as ever, and nothing happens. A scenario of the fault that passes all the same shows
/// nothing. For tests/tools/mutated alone: neither the command line nor the environment leads here.
void muteFault(std::string kind);

[[nodiscard]] bool isFaultMuted(std::string_view kind);

} // namespace perisphere::runtime
