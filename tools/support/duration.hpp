// Durations as people write them: "10s", "500ms", "1.5s".
#pragma once

#include "perisphere/base/result.hpp"

#include <chrono>
#include <string_view>

namespace perisphere::tools
{

/// engine::parseDuration(), in whole milliseconds. InvalidArgument.
[[nodiscard]] Result<std::chrono::milliseconds> parseDuration(std::string_view text);

} // namespace perisphere::tools
