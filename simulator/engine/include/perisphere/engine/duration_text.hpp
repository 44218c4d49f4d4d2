// Durations as people write them.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/engine/time.hpp"

#include <string>
#include <string_view>

namespace perisphere::engine
{

/// "500ms", "1.5s", "20us": a number with ns, us, ms, s, m or h, in steps of a nanosecond, as long
/// as a Duration can be. InvalidArgument.
[[nodiscard]] Result<Duration> parseDuration(std::string_view text);

/// "1.5 s", "20 us": in the largest unit that leaves at least 1.
[[nodiscard]] std::string toString(Duration duration);

} // namespace perisphere::engine
