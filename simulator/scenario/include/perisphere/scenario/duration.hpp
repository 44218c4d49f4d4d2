// Durations as people write them.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/engine/time.hpp"

#include <string>
#include <string_view>

namespace perisphere::scenario
{

/// "500ms", "1.5s", "20us": a number with ns, us, ms, s, m or h; at most 1000 hours, in steps of a
/// nanosecond. InvalidArgument.
[[nodiscard]] Result<engine::Duration> parseDuration(std::string_view text);

/// "1.5 s", "20 us": in the largest unit that leaves at least 1.
[[nodiscard]] std::string toString(engine::Duration duration);

} // namespace perisphere::scenario
