// Durations in scenarios.
#pragma once

#include "perisphere/engine/duration_text.hpp"

#include <chrono>
#include <string_view>

namespace perisphere::scenario
{

inline constexpr engine::Duration kLongest = std::chrono::hours(1000);

/// engine::parseDuration(), at most kLongest. InvalidArgument.
[[nodiscard]] Result<engine::Duration> parseDuration(std::string_view text);

using engine::toString;

} // namespace perisphere::scenario
