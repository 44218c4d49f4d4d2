#include "netlink_message.hpp"

#include <algorithm>
#include <linux/netlink.h>

namespace perisphere::target
{
namespace
{

using Bytes = std::span<const std::byte>;

constexpr auto kTypeMask = static_cast<unsigned>(NLA_TYPE_MASK);

/// Messages and attributes begin at multiples of 4.
Bytes after(Bytes bytes, std::size_t length)
{
    constexpr std::size_t kAlignment = 4;
    const std::size_t aligned = (length + kAlignment - 1) / kAlignment * kAlignment;
    return bytes.subspan(std::min(aligned, bytes.size()));
}

} // namespace

void eachNetlinkMessage(Bytes datagram, const OnNetlinkMessage& take)
{
    while (const auto head = structureAt<nlmsghdr>(datagram)) {
        if (head->nlmsg_len < sizeof(nlmsghdr) || head->nlmsg_len > datagram.size())
            return;
        take(head->nlmsg_type,
             datagram.subspan(sizeof(nlmsghdr), head->nlmsg_len - sizeof(nlmsghdr)));
        datagram = after(datagram, head->nlmsg_len);
    }
}

void eachNetlinkAttribute(Bytes attributes, const std::function<void(std::uint16_t, Bytes)>& take)
{
    while (const auto head = structureAt<nlattr>(attributes)) {
        if (head->nla_len < sizeof(nlattr) || head->nla_len > attributes.size())
            return;
        take(static_cast<std::uint16_t>(head->nla_type & kTypeMask),
             attributes.subspan(sizeof(nlattr), head->nla_len - sizeof(nlattr)));
        attributes = after(attributes, head->nla_len);
    }
}

} // namespace perisphere::target
