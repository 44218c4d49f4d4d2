// Names of hosts.
#pragma once

#include <cstddef>
#include <string_view>

namespace perisphere::network
{

/// Of a whole name, RFC 1035 without the final dot.
inline constexpr std::size_t kMaxHostName = 253;

/// An IPv4 address, or labels of 1 to 63 letters, digits, hyphens and underscores, joined by dots.
[[nodiscard]] bool isHost(std::string_view text);

} // namespace perisphere::network
