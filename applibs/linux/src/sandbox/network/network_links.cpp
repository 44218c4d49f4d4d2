#include "network_links.hpp"

#include "netlink_request.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <cerrno>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sys/socket.h>

namespace perisphere::target
{
namespace
{

constexpr const char* kInside = "eth0"; // as the app has it
constexpr std::uint16_t kNew = NLM_F_CREATE | NLM_F_EXCL;

Result<> resultOf(int error, const char* operation, const std::string& object)
{
    if (error != 0)
        return fail(systemError(error, operation, object));
    return {};
}

Result<> switchOn(int routing, const std::string& name)
{
    ifinfomsg head{};
    head.ifi_flags = IFF_UP;
    head.ifi_change = IFF_UP;
    NetlinkRequest request(RTM_NEWLINK, 0);
    request.head(head).text(IFLA_IFNAME, name);
    return resultOf(request.send(routing), "switch on", name);
}

Result<> addAddress(int routing, const std::string& name, std::uint32_t address, std::uint8_t bits)
{
    ifaddrmsg head{};
    head.ifa_family = AF_INET;
    head.ifa_prefixlen = bits;
    head.ifa_index = ::if_nametoindex(name.c_str());
    const std::uint32_t bytes = htonl(address);
    NetlinkRequest request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE);
    request.head(head).attribute(IFA_LOCAL, bytes).attribute(IFA_ADDRESS, bytes);
    return resultOf(request.send(routing), "give an address to", name);
}

} // namespace

std::string dottedAddress(std::uint32_t address)
{
    return fmt::format("{}.{}.{}.{}", address >> 24U, address >> 16U & 0xFFU, address >> 8U & 0xFFU,
                       address & 0xFFU);
}

Result<UniqueFd> openRouting()
{
    UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
    if (!socket)
        return fail(systemError(errno, "open", "the kernel's routing"));
    return socket;
}

Result<> makeBridge(int routing, const std::string& name, Subnet subnet)
{
    NetlinkRequest request(RTM_NEWLINK, kNew);
    request.head(ifinfomsg{}).text(IFLA_IFNAME, name);
    request.begin(IFLA_LINKINFO).text(IFLA_INFO_KIND, "bridge").end();
    const int error = request.send(routing);
    if (error != EEXIST)
        if (auto made = resultOf(error, "make the bridge", name); !made)
            return made;
    if (auto added = addAddress(routing, name, subnet.first + 1, subnet.bits); !added)
        return added;
    return switchOn(routing, name);
}

Result<> makeCable(int routing, const std::string& name, const std::string& bridge, int network)
{
    removeLink(routing, name);
    const auto master = ::if_nametoindex(bridge.c_str());
    NetlinkRequest request(RTM_NEWLINK, kNew);
    request.head(ifinfomsg{}).text(IFLA_IFNAME, name).attribute(IFLA_MASTER, master);
    request.begin(IFLA_LINKINFO).text(IFLA_INFO_KIND, "veth");
    request.begin(IFLA_INFO_DATA).begin(VETH_INFO_PEER);
    request.head(ifinfomsg{}).text(IFLA_IFNAME, kInside).attribute(IFLA_NET_NS_FD, network);
    request.end().end().end();
    if (auto made = resultOf(request.send(routing), "make the app's network device", name); !made)
        return made;
    ifinfomsg head{};
    head.ifi_family = AF_BRIDGE;
    head.ifi_index = static_cast<int>(::if_nametoindex(name.c_str()));
    NetlinkRequest apart(RTM_SETLINK, 0);
    apart.head(head);
    apart.begin(IFLA_PROTINFO | NLA_F_NESTED)
        .attribute(IFLA_BRPORT_ISOLATED, std::uint8_t{1})
        .end();
    if (auto set = resultOf(apart.send(routing), "keep other apps from", name); !set)
        return set;
    return switchOn(routing, name);
}

void removeLink(int routing, const std::string& name)
{
    NetlinkRequest request(RTM_DELLINK, 0);
    request.head(ifinfomsg{}).text(IFLA_IFNAME, name);
    (void)request.send(routing); // there mostly is none
}

Result<> configureInside(int routing, Subnet subnet, std::uint32_t address)
{
    if (auto on = switchOn(routing, "lo"); !on)
        return on;
    if (auto added = addAddress(routing, kInside, address, subnet.bits); !added)
        return added;
    if (auto on = switchOn(routing, kInside); !on)
        return on;
    rtmsg head{};
    head.rtm_family = AF_INET;
    head.rtm_table = RT_TABLE_MAIN;
    head.rtm_protocol = RTPROT_BOOT;
    head.rtm_scope = RT_SCOPE_UNIVERSE;
    head.rtm_type = RTN_UNICAST;
    NetlinkRequest request(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE);
    request.head(head).attribute(RTA_GATEWAY, htonl(subnet.first + 1));
    return resultOf(request.send(routing), "set the route through",
                    dottedAddress(subnet.first + 1));
}

} // namespace perisphere::target
