#include "network_messages.hpp"

#include "perisphere/device/services/network_service.hpp"

#include <algorithm>

namespace perisphere::services
{
namespace
{

using device::fieldText;

constexpr std::int64_t kNanosecondsInSecond = 1'000'000'000;

/// Leaves a NUL at the end, since the field is zeros.
template <std::size_t N>
void put(char (&field)[N], std::string_view text)
{
    std::copy_n(text.begin(), std::min(text.size(), N - 1), field);
}

/// Also for times before 1970, which a wrong clock may have.
std::int64_t secondsOf(std::int64_t nanoseconds)
{
    return nanoseconds / kNanosecondsInSecond - (nanoseconds % kNanosecondsInSecond < 0 ? 1 : 0);
}

protocol::Ssid ssidMessage(const std::string& ssid)
{
    protocol::Ssid message;
    message.length = static_cast<std::uint8_t>(std::min(ssid.size(), sizeof message.bytes));
    std::copy_n(ssid.begin(), message.length, message.bytes);
    return message;
}

protocol::WifiSecurity securityMessage(network::Security security)
{
    switch (security) {
    case network::Security::Open:
        return protocol::WifiSecurity::Open;
    case network::Security::Wpa2Psk:
        return protocol::WifiSecurity::Wpa2Psk;
    case network::Security::Wpa2EapTls:
        return protocol::WifiSecurity::Wpa2EapTls;
    case network::Security::Other:
        break;
    }
    return protocol::WifiSecurity::Unknown;
}

template <std::size_t N>
std::vector<network::Ipv4> addressesOf(const std::uint32_t (&field)[N], std::uint32_t count)
{
    std::vector<network::Ipv4> addresses;
    for (std::size_t i = 0; i < std::min<std::size_t>(count, N); ++i)
        addresses.push_back({field[i]});
    return addresses;
}

} // namespace

protocol::NetworkInterfaceInfo toMessage(const network::InterfaceInfo& info)
{
    protocol::NetworkInterfaceInfo message;
    put(message.name.text, info.name);
    message.isEnabled = info.isEnabled ? 1 : 0;
    message.usesDhcp = info.usesDhcp ? 1 : 0;
    message.medium = static_cast<std::uint8_t>(info.medium);
    return message;
}

protocol::TimeSyncInfo toMessage(const network::TimeSyncInfo& info)
{
    protocol::TimeSyncInfo message;
    message.secondsBefore = secondsOf(info.before);
    message.secondsAfter = secondsOf(info.after);
    put(message.server, info.server);
    return message;
}

protocol::ProxyConfiguration toMessage(const network::ProxySettings& settings)
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

protocol::WifiStoredNetwork toMessage(const network::StoredNetwork& network)
{
    protocol::WifiStoredNetwork message;
    message.ssid = ssidMessage(network.ssid);
    message.isEnabled = network.isEnabled ? 1 : 0;
    message.isConnected = network.isConnected ? 1 : 0;
    message.security = securityMessage(network.security);
    return message;
}

protocol::WifiSeenNetwork toMessage(const network::SeenNetwork& network)
{
    protocol::WifiSeenNetwork message;
    message.ssid = ssidMessage(network.ssid);
    std::copy(network.bssid.begin(), network.bssid.end(), message.bssid);
    message.security = securityMessage(network.security);
    message.frequencyMhz = network.frequencyMhz;
    message.rssi = network.rssi;
    return message;
}

protocol::WifiDiagnosticsReply toMessage(const network::WifiDiagnostics& diagnostics)
{
    const network::WifiFailure& failure = diagnostics.failure;
    protocol::WifiDiagnosticsReply message;
    message.isEnabled = diagnostics.isEnabled ? 1 : 0;
    message.isConnected = diagnostics.isConnected ? 1 : 0;
    message.timestamp = failure.timestamp;
    message.error = static_cast<std::int32_t>(failure.error);
    message.certError = static_cast<std::int32_t>(failure.certError);
    message.certDepth = failure.certDepth;
    put(message.certSubject, failure.certSubject);
    return message;
}

network::IpSettings fromMessage(const protocol::NetworkIpApplyRequest& request)
{
    network::IpSettings settings;
    if (request.isStatic != 0)
        settings.fixed = network::StaticIp{
            .address = {request.address}, .mask = {request.mask}, .gateway = {request.gateway}};
    if (request.hasCustomDns != 0)
        settings.customDns = addressesOf(request.dnsServers, request.dnsServerCount);
    return settings;
}

network::DhcpServerSettings fromMessage(const protocol::DhcpServerStartRequest& request)
{
    return {.start = {request.start},
            .count = static_cast<std::uint8_t>(request.count),
            .mask = {request.mask},
            .gateway = {request.gateway},
            .leaseHours = request.leaseHours,
            .ntpServers = addressesOf(request.ntpServers, request.ntpServerCount)};
}

network::ProxySettings fromMessage(const protocol::ProxyConfiguration& message)
{
    return {.options = message.options,
            .address = std::string(fieldText(message.address)),
            .port = message.port,
            .isBasic = message.isBasic != 0,
            .username = std::string(fieldText(message.username)),
            .password = std::string(fieldText(message.password)),
            .noProxyAddresses = std::string(fieldText(message.noProxyAddresses))};
}

network::Security fromMessage(protocol::WifiSecurity security)
{
    switch (security) {
    case protocol::WifiSecurity::Open:
        return network::Security::Open;
    case protocol::WifiSecurity::Wpa2Psk:
        return network::Security::Wpa2Psk;
    case protocol::WifiSecurity::Wpa2EapTls:
        return network::Security::Wpa2EapTls;
    case protocol::WifiSecurity::Unknown:
        break;
    }
    return network::Security::Other;
}

std::string fromMessage(const protocol::Ssid& ssid)
{
    const std::size_t length = std::min<std::size_t>(ssid.length, sizeof ssid.bytes);
    return {reinterpret_cast<const char*>(ssid.bytes), length};
}

} // namespace perisphere::services
