// Received bytes as text that may stand in JSON.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace perisphere::parts
{

/// The bytes as UTF-8; each byte that belongs to no valid sequence becomes U+FFFD.
[[nodiscard]] std::string toPrintable(std::string_view bytes);

/// The first place at or after `at` where a character of the UTF-8 text begins.
[[nodiscard]] std::size_t endOfPrintable(std::string_view text, std::size_t at);

} // namespace perisphere::parts
