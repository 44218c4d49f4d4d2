// Forms of texts that several rules ask for.
#pragma once

#include <string_view>

namespace perisphere::manifest
{

inline constexpr std::string_view kZeroGuid = "00000000-0000-0000-0000-000000000000";

/// 8-4-4-4-12 hexadecimal digits in either case.
[[nodiscard]] bool isGuid(std::string_view text);

} // namespace perisphere::manifest
