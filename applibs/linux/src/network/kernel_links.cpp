#include "kernel_links.hpp"

#include "sandbox/network/netlink_request.hpp"
#include "sandbox/network/network_links.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <cerrno>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>
#include <utility>

namespace perisphere::target
{
namespace
{

using Bytes = std::span<const std::byte>;

constexpr std::size_t kDatagramBytes =
    std::size_t{32} * 1024; // the most that lists come in pieces of

Result<> kernelSays(int error, const char* operation, const std::string& object)
{
    if (error != 0)
        return fail(systemError(error, operation, object));
    return {};
}

template <class T>
Bytes bytesOf(const T& value)
{
    return std::as_bytes(std::span(&value, 1));
}

void readLink(LinkState& state, Bytes body)
{
    const auto head = structureAt<ifinfomsg>(body);
    if (!head)
        return;
    state.index = head->ifi_index;
    state.isUp = (head->ifi_flags & IFF_UP) != 0;
    state.hasLink = state.isUp && (head->ifi_flags & IFF_RUNNING) != 0;
    eachNetlinkAttribute(body.subspan(sizeof *head), [&state](std::uint16_t type, Bytes value) {
        if (type == IFLA_ADDRESS && value.size() == HardwareAddress().size())
            state.hardwareAddress = structureAt<HardwareAddress>(value);
    });
}

} // namespace

Result<KernelLinks> KernelLinks::open()
{
    auto socket = openRouting();
    if (!socket)
        return fail(socket.error());
    return KernelLinks(std::move(*socket));
}

bool KernelLinks::list(std::uint16_t type, Bytes head, const OnNetlinkMessage& take)
{
    NetlinkRequest request(type, NLM_F_DUMP);
    request.headBytes(head);
    const Bytes bytes = request.finished();
    if (::send(m_socket.get(), bytes.data(), bytes.size(), 0) < 0)
        return false;
    std::vector<std::byte> datagram(kDatagramBytes);
    bool isDone = false;
    bool isRefused = false;
    while (!isDone && !isRefused) {
        const ssize_t count = ::recv(m_socket.get(), datagram.data(), datagram.size(), 0);
        if (count <= 0)
            return false;
        eachNetlinkMessage(Bytes(datagram).first(static_cast<std::size_t>(count)),
                           [&](std::uint16_t answer, Bytes body) {
                               if (answer == NLMSG_DONE)
                                   isDone = true;
                               else if (answer == NLMSG_ERROR)
                                   isRefused = true;
                               else
                                   take(answer, body);
                           });
    }
    return isDone;
}

std::optional<LinkState> KernelLinks::find(const std::string& name)
{
    const unsigned index = ::if_nametoindex(name.c_str());
    if (index == 0)
        return std::nullopt;
    LinkState state;
    ifinfomsg head{};
    list(RTM_GETLINK, bytesOf(head), [&](std::uint16_t type, Bytes body) {
        const auto link = structureAt<ifinfomsg>(body);
        if (type == RTM_NEWLINK && link && link->ifi_index == static_cast<int>(index))
            readLink(state, body);
    });
    if (state.index == 0)
        return std::nullopt; // gone meanwhile
    readAddresses(state);
    readRoutes(state);
    return state;
}

void KernelLinks::readAddresses(LinkState& state)
{
    ifaddrmsg wanted{};
    wanted.ifa_family = AF_INET;
    list(RTM_GETADDR, bytesOf(wanted), [&state](std::uint16_t type, Bytes body) {
        const auto head = structureAt<ifaddrmsg>(body);
        if (type != RTM_NEWADDR || !head || static_cast<int>(head->ifa_index) != state.index)
            return;
        eachNetlinkAttribute(body.subspan(sizeof *head), [&](std::uint16_t attribute, Bytes value) {
            const auto address = structureAt<std::uint32_t>(value);
            if (attribute == IFA_LOCAL && address)
                state.addresses.push_back({ntohl(*address), head->ifa_prefixlen});
        });
    });
}

void KernelLinks::readRoutes(LinkState& state)
{
    rtmsg wanted{};
    wanted.rtm_family = AF_INET;
    list(RTM_GETROUTE, bytesOf(wanted), [&state](std::uint16_t type, Bytes body) {
        const auto head = structureAt<rtmsg>(body);
        if (type != RTM_NEWROUTE || !head || head->rtm_dst_len != 0 ||
            head->rtm_table != RT_TABLE_MAIN || head->rtm_type != RTN_UNICAST)
            return;
        eachNetlinkAttribute(body.subspan(sizeof *head), [&](std::uint16_t attribute, Bytes value) {
            if (attribute == RTA_OIF && structureAt<int>(value) == state.index)
                state.hasDefaultRoute = true;
        });
    });
}

Result<> KernelLinks::setUp(const std::string& name, bool isUp)
{
    ifinfomsg head{};
    head.ifi_flags = isUp ? IFF_UP : 0;
    head.ifi_change = IFF_UP;
    NetlinkRequest request(RTM_NEWLINK, 0);
    request.head(head).text(IFLA_IFNAME, name);
    return kernelSays(request.send(m_socket.get()), isUp ? "switch on" : "switch off", name);
}

Result<> KernelLinks::setHardwareAddress(const std::string& name, const HardwareAddress& address)
{
    NetlinkRequest request(RTM_NEWLINK, 0);
    request.head(ifinfomsg{}).text(IFLA_IFNAME, name).attribute(IFLA_ADDRESS, address);
    return kernelSays(request.send(m_socket.get()), "set the hardware address of", name);
}

Result<> KernelLinks::clearAddresses(const std::string& name)
{
    LinkState state;
    state.index = static_cast<int>(::if_nametoindex(name.c_str()));
    readAddresses(state);
    for (const InterfaceAddress& one : state.addresses) {
        ifaddrmsg head{};
        head.ifa_family = AF_INET;
        head.ifa_prefixlen = one.bits;
        head.ifa_index = static_cast<unsigned>(state.index);
        NetlinkRequest request(RTM_DELADDR, 0);
        request.head(head).attribute(IFA_LOCAL, htonl(one.address));
        const int error = request.send(m_socket.get());
        // A second address of a subnet goes with the first.
        if (error != 0 && error != EADDRNOTAVAIL)
            return kernelSays(error, "take an address from", name);
    }
    return {};
}

Result<> KernelLinks::addAddress(const std::string& name, int index, InterfaceAddress address)
{
    ifaddrmsg head{};
    head.ifa_family = AF_INET;
    head.ifa_prefixlen = address.bits;
    head.ifa_index = static_cast<unsigned>(index);
    constexpr unsigned kAllBits = 32;
    const std::uint32_t host = address.bits >= kAllBits ? 0 : 0xFFFFFFFFU >> address.bits;
    NetlinkRequest request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE);
    request.head(head)
        .attribute(IFA_LOCAL, htonl(address.address))
        .attribute(IFA_ADDRESS, htonl(address.address))
        .attribute(IFA_BROADCAST, htonl(address.address | host));
    return kernelSays(request.send(m_socket.get()), "give an address to", name);
}

Result<> KernelLinks::setAddress(const std::string& name, InterfaceAddress address,
                                 std::uint32_t gateway, std::uint32_t metric)
{
    const int index = static_cast<int>(::if_nametoindex(name.c_str()));
    if (auto cleared = clearAddresses(name); !cleared)
        return cleared;
    if (auto added = addAddress(name, index, address); !added)
        return added;
    if (gateway == 0)
        return {};
    rtmsg head{};
    head.rtm_family = AF_INET;
    head.rtm_table = RT_TABLE_MAIN;
    head.rtm_protocol = RTPROT_BOOT;
    head.rtm_scope = RT_SCOPE_UNIVERSE;
    head.rtm_type = RTN_UNICAST;
    head.rtm_flags = RTNH_F_ONLINK; // also where it is not in the address's subnet
    NetlinkRequest request(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE);
    request.head(head)
        .attribute(RTA_GATEWAY, htonl(gateway))
        .attribute(RTA_OIF, index)
        .attribute(RTA_PRIORITY, metric);
    return kernelSays(request.send(m_socket.get()), "set the way through",
                      fmt::format("{} on {}", dottedAddress(gateway), name));
}

} // namespace perisphere::target
