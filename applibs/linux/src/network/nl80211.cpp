#include "nl80211.hpp"

#include "netlink_message.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "sandbox/network/netlink_request.hpp"

#include <array>
#include <cerrno>
#include <linux/genetlink.h>
#include <linux/nl80211.h>
#include <net/if.h>
#include <sys/socket.h>

namespace perisphere::target
{
std::uint16_t nl80211Family(int socket)
{
    NetlinkRequest request(GENL_ID_CTRL, 0);
    request.head(genlmsghdr{.cmd = CTRL_CMD_GETFAMILY, .version = 1, .reserved = 0})
        .text(CTRL_ATTR_FAMILY_NAME, NL80211_GENL_NAME);
    const auto bytes = request.finished();
    if (::send(socket, bytes.data(), bytes.size(), 0) < 0)
        return 0;
    std::uint16_t family = 0;
    for (bool isDone = false; !isDone;) {
        std::array<std::byte, 8192> datagram{};
        const ssize_t count = ::recv(socket, datagram.data(), datagram.size(), 0);
        if (count <= 0)
            return 0;
        eachNetlinkMessage(std::span(datagram).first(static_cast<std::size_t>(count)),
                           [&](std::uint16_t type, std::span<const std::byte> body) {
                               if (type == NLMSG_ERROR) { // the acknowledgement comes last
                                   isDone = true;
                                   return;
                               }
                               if (body.size() < sizeof(genlmsghdr))
                                   return;
                               eachNetlinkAttribute(
                                   body.subspan(sizeof(genlmsghdr)),
                                   [&](std::uint16_t attribute, std::span<const std::byte> value) {
                                       if (attribute == CTRL_ATTR_FAMILY_ID)
                                           family = structureAt<std::uint16_t>(value).value_or(0);
                                   });
                           });
    }
    return family;
}

Result<> setWifiPowerSaving(const std::string& interface, bool isEnabled)
{
    const UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC));
    if (!socket)
        return fail(systemError(errno, "open", "nl80211"));
    const std::uint16_t family = nl80211Family(socket.get());
    if (family == 0)
        return fail(systemError(ENOENT, "find", "nl80211"));
    NetlinkRequest request(family, 0);
    request.head(genlmsghdr{.cmd = NL80211_CMD_SET_POWER_SAVE, .version = 0, .reserved = 0})
        .attribute(NL80211_ATTR_IFINDEX, ::if_nametoindex(interface.c_str()))
        .attribute(
            NL80211_ATTR_PS_STATE,
            static_cast<std::uint32_t>(isEnabled ? NL80211_PS_ENABLED : NL80211_PS_DISABLED));
    if (const int error = request.send(socket.get()); error != 0)
        return fail(systemError(error, "set the power saving of", interface));
    return {};
}

} // namespace perisphere::target
