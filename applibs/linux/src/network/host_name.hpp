// Names of hosts.
#pragma once

#include <string_view>

namespace perisphere::target
{

/// An IPv4 address, or labels of 1 to 63 letters, digits, hyphens and underscores, joined by dots;
/// at most 253 bytes (RFC 1035 without the final dot).
[[nodiscard]] bool isHost(std::string_view text);

} // namespace perisphere::target
