#include "control/network_control.hpp"

#include "interface_address.hpp"
#include "perisphere/linux/network/system_clock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <resolv.h>
#include <span>

namespace perisphere::daemon
{
namespace
{

std::string dotted(const in_addr& address)
{
    std::array<char, INET_ADDRSTRLEN> text{};
    return ::inet_ntop(AF_INET, &address, text.data(), text.size()) == nullptr ? "" : text.data();
}

/// Those of the system's resolver, which has the same for all interfaces.
std::vector<std::string> nameServers()
{
    struct __res_state state {
    };
    if (::res_ninit(&state) != 0)
        return {};
    std::vector<std::string> servers;
    for (int i = 0; i < state.nscount; ++i)
        if (state.nsaddr_list[i].sin_family == AF_INET)
            servers.push_back(dotted(state.nsaddr_list[i].sin_addr));
    ::res_nclose(&state);
    return servers;
}

std::string_view nameOf(protocol::WifiSecurity security)
{
    switch (security) {
    case protocol::WifiSecurity::Open:
        return "open";
    case protocol::WifiSecurity::Wpa2Psk:
        return "wpa2-psk";
    case protocol::WifiSecurity::Wpa2EapTls:
        return "wpa2-eap-tls";
    case protocol::WifiSecurity::Unknown:
        break;
    }
    return "other";
}

/// Access points call themselves by bytes; what a console would not take for a text is written in
/// hexadecimal.
std::string textOf(const protocol::Ssid& ssid)
{
    const auto bytes =
        std::span(ssid.bytes).first(std::min<std::size_t>(ssid.length, protocol::kSsidBytes));
    const auto isPlain = [](std::uint8_t byte) { return byte >= ' ' && byte <= '~'; };
    if (std::ranges::all_of(bytes, isPlain))
        return {bytes.begin(), bytes.end()};
    return fmt::format("0x{:02x}", fmt::join(bytes, ""));
}

control::NetworkInterfaceStatus statusOf(device::NetworkService& network,
                                         const protocol::NetworkInterfaceInfo& interface)
{
    const std::string name(device::fieldText(interface.name.text));
    const std::uint32_t bits = network.connectionStatus(name).value_or(0);
    control::NetworkInterfaceStatus shown{
        .name = name,
        .isEnabled = interface.isEnabled != 0,
        .isUp = (bits & protocol::kInterfaceUp) != 0,
        .isConnected = (bits & protocol::kConnectedToNetwork) != 0,
        .hasAddress = (bits & protocol::kIpAvailable) != 0,
        .hasInternet = (bits & protocol::kConnectedToInternet) != 0,
        .hardwareAddress = {},
        .address = {},
        .nameServers = {}};
    if (const auto address = addressOf(name))
        shown.address = dotted(*address);
    if (const auto address = network.hardwareAddress(name))
        shown.hardwareAddress = fmt::format("{:02x}", fmt::join(*address, ":"));
    if (shown.hasInternet)
        shown.nameServers = nameServers();
    return shown;
}

} // namespace

control::NetworkStatus NetworkControl::status()
{
    control::NetworkStatus status;
    status.isReady = m_network.isReady();
    if (const auto interfaces = m_network.interfaces())
        for (const protocol::NetworkInterfaceInfo& one : *interfaces)
            status.interfaces.push_back(statusOf(m_network, one));
    if (const auto wifi = m_wifi.currentNetwork())
        status.wifi = control::WifiStatus{.ssid = textOf(wifi->ssid),
                                          .security = std::string(nameOf(wifi->security)),
                                          .frequencyMhz = wifi->frequencyMhz,
                                          .rssi = wifi->rssi};
    if (const auto sync = m_network.lastTimeSync())
        status.lastSync = control::TimeSync{
            .server = sync->server, .at = sync->secondsAfter * target::kNanosecondsInSecond};
    status.clock = target::unixNanoseconds();
    status.isClockSet = status.lastSync || target::isClockSynchronised();
    if (const auto time = m_clock.read())
        status.rtc = *time;
    return status;
}

Result<> NetworkControl::setClock(std::int64_t /*secondsSince1970*/)
{
    return fail(ErrorCode::Unsupported, "the clock of a real device is its system's");
}

Result<> NetworkControl::addAccessPoint(const std::string& /*name*/,
                                        const json::Value& /*settings*/)
{
    return fail(ErrorCode::Unsupported, "what is around a real device is as it is");
}

Result<> NetworkControl::removeAccessPoint(const std::string& /*name*/)
{
    return fail(ErrorCode::Unsupported, "what is around a real device is as it is");
}

} // namespace perisphere::daemon
