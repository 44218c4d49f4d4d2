#include "perisphere/world/ipv4.hpp"

#include <fmt/format.h>

#include <charconv>

namespace perisphere::world
{

std::optional<Ipv4> parseIpv4(std::string_view text)
{
    constexpr int kNumbers = 4;
    Ipv4 address;
    const char* at = text.data();
    const char* const end = at + text.size();
    for (int i = 0; i < kNumbers; ++i) {
        if (i > 0 && (at == end || *at++ != '.'))
            return std::nullopt;
        std::uint8_t number = 0;
        const auto [next, error] = std::from_chars(at, end, number);
        const bool hasLeadingZero = next - at > 1 && *at == '0';
        if (error != std::errc() || hasLeadingZero)
            return std::nullopt;
        address.bits = address.bits << 8U | number;
        at = next;
    }
    return at == end ? std::optional(address) : std::nullopt;
}

std::string toString(Ipv4 address)
{
    const auto byte = [&](unsigned shift) { return address.bits >> shift & 0xFFU; };
    return fmt::format("{}.{}.{}.{}", byte(24), byte(16), byte(8), byte(0));
}

} // namespace perisphere::world
