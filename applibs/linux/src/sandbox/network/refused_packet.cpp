#include "refused_packet.hpp"

#include "network_links.hpp"

#include <fmt/format.h>

#include <cstring>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_log.h>
#include <linux/netlink.h>
#include <netinet/in.h>

namespace perisphere::target
{
namespace
{

using Bytes = std::span<const std::byte>;

template <class T>
std::optional<T> headOf(Bytes bytes)
{
    T value{};
    if (bytes.size() < sizeof value)
        return std::nullopt;
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
}

std::uint16_t number16(Bytes bytes, std::size_t at)
{
    return static_cast<std::uint16_t>(std::to_integer<unsigned>(bytes[at]) << 8U |
                                      std::to_integer<unsigned>(bytes[at + 1]));
}

std::uint32_t number32(Bytes bytes, std::size_t at)
{
    return std::uint32_t{number16(bytes, at)} << 16U | number16(bytes, at + 2);
}

// Both are multiples of 4 already, which is what messages are aligned to.
constexpr std::size_t kAttributeHead = sizeof(nlattr);
constexpr std::size_t kMessageHead = sizeof(nlmsghdr);

std::size_t aligned(std::size_t length)
{
    return (length + 3) / 4 * 4;
}

/// Of the attributes, the packet's.
Bytes payloadOf(Bytes attributes)
{
    while (const auto attribute = headOf<nlattr>(attributes)) {
        const std::size_t length = attribute->nla_len;
        if (length < kAttributeHead || length > attributes.size())
            break;
        if ((attribute->nla_type & NLA_TYPE_MASK) == NFULA_PAYLOAD)
            return attributes.subspan(kAttributeHead, length - kAttributeHead);
        attributes = attributes.subspan(std::min<std::size_t>(aligned(length), attributes.size()));
    }
    return {};
}

/// RFC 791, section 3.1.
std::optional<RefusedPacket> parsePacket(Bytes packet)
{
    constexpr std::size_t kShortest = 20;
    if (packet.size() < kShortest || std::to_integer<unsigned>(packet[0]) >> 4U != 4)
        return std::nullopt;
    const std::size_t headLength = std::size_t{std::to_integer<unsigned>(packet[0]) & 0xFU} * 4;
    if (headLength < kShortest)
        return std::nullopt;
    RefusedPacket refused{.protocol = std::to_integer<std::uint8_t>(packet[9]),
                          .from = number32(packet, 12),
                          .to = number32(packet, 16)};
    const bool isFirstFragment = (number16(packet, 6) & 0x1FFFU) == 0;
    const bool hasPorts = refused.protocol == IPPROTO_TCP || refused.protocol == IPPROTO_UDP;
    if (hasPorts && isFirstFragment && packet.size() >= headLength + 4) {
        refused.fromPort = number16(packet, headLength);
        refused.toPort = number16(packet, headLength + 2);
    }
    return refused;
}

} // namespace

std::string RefusedPacket::toString() const
{
    if (protocol == IPPROTO_TCP || protocol == IPPROTO_UDP)
        return fmt::format("{} to {} port {}", protocol == IPPROTO_TCP ? "TCP" : "UDP",
                           dottedAddress(to), toPort);
    return fmt::format("protocol {} to {}", protocol, dottedAddress(to));
}

std::optional<RefusedPacket> parseRefusedPacket(std::span<const std::byte> message)
{
    const auto header = headOf<nlmsghdr>(message);
    if (!header || header->nlmsg_type != (NFNL_SUBSYS_ULOG << 8U | NFULNL_MSG_PACKET) ||
        header->nlmsg_len > message.size() || header->nlmsg_len < kMessageHead + sizeof(nfgenmsg))
        return std::nullopt;
    return parsePacket(payloadOf(
        message.subspan(kMessageHead, header->nlmsg_len - kMessageHead).subspan(sizeof(nfgenmsg))));
}

} // namespace perisphere::target
