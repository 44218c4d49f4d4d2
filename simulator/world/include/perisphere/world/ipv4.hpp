// IPv4 addresses as values.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace perisphere::world
{

struct Ipv4 {
    std::uint32_t bits = 0; ///< 192.168.1.2 is 0xC0A80102, on every host

    [[nodiscard]] constexpr bool isAny() const { return bits == 0; }
    auto operator<=>(const Ipv4&) const = default;
};

[[nodiscard]] constexpr Ipv4 ipv4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d)
{
    return {static_cast<std::uint32_t>(a) << 24U | static_cast<std::uint32_t>(b) << 16U |
            static_cast<std::uint32_t>(c) << 8U | d};
}

[[nodiscard]] constexpr bool areInOneSubnet(Ipv4 a, Ipv4 b, Ipv4 mask)
{
    return (a.bits & mask.bits) == (b.bits & mask.bits);
}

/// Four decimal numbers and three dots, nothing else; no leading zeros.
[[nodiscard]] std::optional<Ipv4> parseIpv4(std::string_view text);
[[nodiscard]] std::string toString(Ipv4 address);

} // namespace perisphere::world
