// Patterns over names.
#pragma once

#include <string_view>

namespace perisphere::control
{

/// Whether all of `text` matches `pattern`, in which '*' stands for any bytes, dots too, and '?'
/// for one. O(pattern x text), without recursion.
[[nodiscard]] bool matchesGlob(std::string_view pattern, std::string_view text);

} // namespace perisphere::control
