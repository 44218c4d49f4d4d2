// What the packet filter tells of a packet that it refused: the beginning of it, as the app or
// somebody outside made it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace perisphere::target
{

struct RefusedPacket {
    std::uint8_t protocol = 0; ///< IPPROTO_...
    std::uint32_t from = 0;    ///< in host byte order
    std::uint32_t to = 0;
    std::uint16_t fromPort = 0; ///< of TCP and UDP
    std::uint16_t toPort = 0;
    bool operator==(const RefusedPacket&) const = default;

    /// "TCP to 192.0.2.1 port 80"
    [[nodiscard]] std::string toString() const;
};

/// Of one message of nfnetlink_log. nullopt for what is none, is cut short, or is not of IPv4.
[[nodiscard]] std::optional<RefusedPacket> parseRefusedPacket(std::span<const std::byte> message);

} // namespace perisphere::target
