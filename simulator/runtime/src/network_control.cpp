#include "network_control.hpp"

#include <fmt/format.h>

namespace perisphere::runtime
{
namespace
{

std::string textOf(const network::HardwareAddress& address)
{
    return fmt::format("{:02x}:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}", address[0], address[1],
                       address[2], address[3], address[4], address[5]);
}

/// As the board file calls it.
std::string_view nameOf(network::Security security)
{
    switch (security) {
    case network::Security::Open:
        return "open";
    case network::Security::Wpa2Psk:
        return "wpa2-psk";
    case network::Security::Wpa2EapTls:
        return "wpa2-eap-tls";
    case network::Security::Other:
        break;
    }
    return "other";
}

} // namespace

control::NetworkStatus NetworkControl::status()
{
    control::NetworkStatus status{.whyNoNames = {},
                                  .interfaces = {},
                                  .wifi = {},
                                  .rtc = m_rtc.secondsSinceEpoch(),
                                  .lastSync = {},
                                  .names = m_names};
    static_cast<void>(m_machine.call([&] { look(status); }));
    return status;
}

Result<> NetworkControl::setClock(std::int64_t secondsSince1970)
{
    if (const auto set = m_rtc.set(secondsSince1970); !set)
        return fail(ErrorCode::Io, set.error().reason);
    return {};
}

void NetworkControl::look(control::NetworkStatus& status)
{
    using network::ConnectionStatus;
    status.isReady = m_stack.isNetworkingReady();
    if (const auto names = m_stack.nameService(); !names)
        status.whyNoNames =
            names.error().reason.empty() ? "no name server answers" : names.error().reason;
    status.isClockSet = m_stack.clock().isSet();
    status.clock = m_stack.clock().nanoseconds();
    if (const auto sync = m_stack.lastTimeSync())
        status.lastSync = control::TimeSync{.server = sync->server, .at = sync->after};
    const auto interfaces = m_stack.interfaces();
    if (!interfaces)
        return; // the stack starts
    for (const network::InterfaceInfo& one : *interfaces) {
        const std::uint32_t bits = m_stack.presentStatus(one.name).value_or(0);
        control::NetworkInterfaceStatus shown{
            .name = one.name,
            .isEnabled = one.isEnabled,
            .isUp = (bits & ConnectionStatus::kInterfaceUp) != 0,
            .isConnected = (bits & ConnectionStatus::kConnectedToNetwork) != 0,
            .hasAddress = (bits & ConnectionStatus::kIpAvailable) != 0,
            .hasInternet = (bits & ConnectionStatus::kConnectedToInternet) != 0,
            .hardwareAddress = {},
            .address = {},
            .nameServers = {}};
        if (const auto address = m_stack.hardwareAddress(one.name))
            shown.hardwareAddress = textOf(*address);
        if (const auto ip = m_stack.ipState(one.name)) {
            if (ip->address != world::Ipv4())
                shown.address = toString(ip->address);
            for (const world::Ipv4& server : ip->dnsServers)
                shown.nameServers.push_back(toString(server));
        }
        status.interfaces.push_back(std::move(shown));
    }
    if (const auto wifi = m_stack.wifi().currentNetwork())
        status.wifi = control::WifiStatus{.ssid = wifi->ssid,
                                          .security = std::string(nameOf(wifi->security)),
                                          .frequencyMhz = wifi->frequencyMhz,
                                          .rssi = wifi->rssi};
}

} // namespace perisphere::runtime
