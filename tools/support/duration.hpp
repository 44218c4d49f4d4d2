// Durations as people write them: "10s", "500ms", "2m".
#pragma once

#include "perisphere/base/result.hpp"

#include <chrono>
#include <string_view>

namespace perisphere::tools
{

/// A whole number and one of ms, s, m, h. InvalidArgument.
[[nodiscard]] Result<std::chrono::milliseconds> parseDuration(std::string_view text);

} // namespace perisphere::tools
