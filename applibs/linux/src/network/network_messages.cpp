#include "network_messages.hpp"

#include "perisphere/device/services/network_service.hpp"
#include "perisphere/linux/network/system_clock.hpp"

#include <algorithm>
#include <string_view>

namespace perisphere::target
{
namespace
{

using device::fieldText;

/// Also for times before 1970, which a wrong clock may have.
std::int64_t secondsOf(std::int64_t nanoseconds)
{
    return nanoseconds / kNanosecondsInSecond - (nanoseconds % kNanosecondsInSecond < 0 ? 1 : 0);
}

/// Leaves a NUL at the end, since the field is zeros.
template <std::size_t N>
void put(char (&field)[N], std::string_view text)
{
    std::copy_n(text.begin(), std::min(text.size(), N - 1), field);
}

template <std::size_t N>
std::vector<std::uint32_t> addressesOf(const std::uint32_t (&field)[N], std::uint32_t count)
{
    return {field, field + std::min<std::size_t>(count, N)};
}

} // namespace

protocol::NetworkInterfaceInfo interfaceMessage(const ManagedInterface& interface)
{
    protocol::NetworkInterfaceInfo message;
    put(message.name.text, interface.name());
    message.isEnabled = interface.settings().isEnabled ? 1 : 0;
    message.usesDhcp = interface.settings().fixed ? 0 : 1;
    message.medium = interface.isWifi() ? protocol::kWifiMedium : protocol::kEthernetMedium;
    return message;
}

std::uint32_t statusBits(const ManagedInterface& interface)
{
    const auto& state = interface.state();
    if (!state || !state->isUp)
        return 0;
    if (!state->hasLink)
        return protocol::kInterfaceUp;
    if (!interface.hasIp())
        return protocol::kInterfaceUp | protocol::kConnectedToNetwork;
    const bool isOnline = interface.hasWayOut() && !interface.dnsServers().empty();
    return protocol::kInterfaceUp | protocol::kConnectedToNetwork | protocol::kIpAvailable |
           (isOnline ? protocol::kConnectedToInternet : 0);
}

protocol::TimeSyncInfo timeSyncMessage(const LastTimeSync& last)
{
    protocol::TimeSyncInfo message;
    message.secondsBefore = secondsOf(last.before);
    message.secondsAfter = secondsOf(last.after);
    put(message.server, last.server);
    return message;
}

protocol::ProxyConfiguration proxyMessage(const ProxySettings& settings)
{
    protocol::ProxyConfiguration message;
    message.options = settings.options;
    message.port = settings.port;
    message.isBasic = settings.isBasic ? 1 : 0;
    put(message.address, settings.address);
    put(message.username, settings.username);
    put(message.password, settings.password);
    put(message.noProxyAddresses, settings.noProxyAddresses);
    return message;
}

void takeIpSettings(InterfaceSettings& settings, const protocol::NetworkIpApplyRequest& request)
{
    settings.fixed.reset();
    settings.customDns.reset();
    if (request.isStatic != 0)
        settings.fixed =
            StaticIp{.address = request.address, .mask = request.mask, .gateway = request.gateway};
    if (request.hasCustomDns != 0)
        settings.customDns = addressesOf(request.dnsServers, request.dnsServerCount);
}

TimeSettings timeSettings(const protocol::TimeSyncSetServersRequest& request, bool isEnabled)
{
    TimeSettings settings{.isEnabled = isEnabled,
                          .mode = request.mode,
                          .servers = {},
                          .hasFallback = request.hasFallback != 0};
    if (request.mode == protocol::NtpMode::Custom) {
        settings.servers.emplace_back(fieldText(request.primary));
        if (request.secondary[0] != '\0')
            settings.servers.emplace_back(fieldText(request.secondary));
    }
    return settings;
}

DhcpLeases leasesOf(const protocol::DhcpServerStartRequest& request)
{
    return {.start = request.start,
            .count = request.count,
            .mask = request.mask,
            .gateway = request.gateway,
            .leaseHours = request.leaseHours,
            .ntpServers = addressesOf(request.ntpServers, request.ntpServerCount)};
}

ProxySettings proxySettings(const protocol::ProxyConfiguration& message)
{
    return {.options = message.options,
            .port = message.port,
            .isBasic = message.isBasic != 0,
            .address = std::string(fieldText(message.address)),
            .username = std::string(fieldText(message.username)),
            .password = std::string(fieldText(message.password)),
            .noProxyAddresses = std::string(fieldText(message.noProxyAddresses))};
}

} // namespace perisphere::target
