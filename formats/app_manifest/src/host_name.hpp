// What may stand in AllowedConnections.
#pragma once

#include <string>
#include <string_view>

namespace perisphere::manifest
{

struct HostVerdict {
    enum class Kind {
        Good,
        Placeholder, ///< text between angle brackets or braces that someone is meant to replace
        Bad,
    };
    Kind kind = Kind::Good;
    std::string advice; ///< what to write instead, or what is wrong with it
};

/// Exact DNS host names (ASCII labels of letters, digits, '-' and '_', 63 bytes each, 253 in all)
/// and dotted IPv4 addresses. No wildcard, port, path, scheme or prefix length.
[[nodiscard]] HostVerdict judgeHost(std::string_view text);

} // namespace perisphere::manifest
