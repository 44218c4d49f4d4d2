#include "unmanaged_network.hpp"

#include "interface_address.hpp"
#include "perisphere/base/file.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <net/if.h>
#include <sstream>
#include <utility>

namespace perisphere::daemon
{
namespace
{

using device::Outcome;
using device::refuse;

constexpr std::uint32_t kNoProxy = 0; // as applibs/networking.h has it

tl::unexpected<device::Refusal> notOurs(const char* what)
{
    return refuse(EPERM,
                  std::string(what) + " of this device is set up by its system, not by apps");
}

} // namespace

UnmanagedNetwork::UnmanagedNetwork(const target::DeviceNames& names, std::filesystem::path sys,
                                   std::filesystem::path routes)
    : m_sys(std::move(sys))
    , m_routes(std::move(routes))
{
    if (names.wifi)
        m_interfaces.push_back({*names.wifi, true});
    if (names.ethernet)
        m_interfaces.push_back({*names.ethernet, false});
}

Outcome<const UnmanagedNetwork::Interface*> UnmanagedNetwork::find(std::string_view name) const
{
    const auto found = std::ranges::find(m_interfaces, name, &Interface::name);
    if (found == m_interfaces.end() || !std::filesystem::exists(m_sys / "class/net" / found->name))
        return refuse(ENOENT);
    return &*found;
}

std::string UnmanagedNetwork::attribute(const std::string& interface, const char* name) const
{
    constexpr std::uint64_t kMostBytes = 4096;
    auto text = readTextFile(m_sys / "class/net" / interface / name, kMostBytes);
    if (!text)
        return {}; // the kernel answers EINVAL for some while the interface is down
    while (!text->empty() && text->back() == '\n')
        text->pop_back();
    return *text;
}

/// /proc/net/route: interface, destination and gateway in hexadecimal, ...
bool UnmanagedNetwork::hasDefaultRoute(const std::string& interface) const
{
    constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 20U;
    const auto text = readTextFile(m_routes, kMostBytes);
    if (!text)
        return false;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string name;
        std::string destination;
        if (fields >> name >> destination && name == interface && destination == "00000000")
            return true;
    }
    return false;
}

bool UnmanagedNetwork::isReady()
{
    return std::ranges::any_of(m_interfaces, [this](const Interface& one) {
        return addressOf(one.name) && hasDefaultRoute(one.name);
    });
}

Outcome<std::vector<protocol::NetworkInterfaceInfo>> UnmanagedNetwork::interfaces()
{
    std::vector<protocol::NetworkInterfaceInfo> all;
    for (const Interface& one : m_interfaces) {
        const auto status = connectionStatus(one.name);
        if (!status)
            continue; // the board file names what is not plugged in
        protocol::NetworkInterfaceInfo info{.isEnabled = (*status & protocol::kInterfaceUp) != 0,
                                            .usesDhcp = 1,
                                            .medium = one.isWifi ? protocol::kWifiMedium
                                                                 : protocol::kEthernetMedium};
        std::memcpy(info.name.text, one.name.data(),
                    std::min(one.name.size(), sizeof info.name.text));
        all.push_back(info);
    }
    return all;
}

Outcome<std::uint32_t> UnmanagedNetwork::connectionStatus(std::string_view name)
{
    const auto found = find(name);
    if (!found)
        return tl::unexpected(found.error());
    const std::string& interface = (*found)->name;
    const std::string text = attribute(interface, "flags"); // 0x1003
    constexpr int kHexadecimal = 16;
    unsigned flags = 0;
    if (text.size() > 2)
        std::from_chars(text.data() + 2, text.data() + text.size(), flags, kHexadecimal);
    std::uint32_t status = 0;
    if ((flags & static_cast<unsigned>(IFF_UP)) == 0)
        return status;
    status |= protocol::kInterfaceUp;
    if (attribute(interface, "carrier") != "1")
        return status;
    status |= protocol::kConnectedToNetwork;
    if (!addressOf(interface))
        return status;
    status |= protocol::kIpAvailable;
    if (hasDefaultRoute(interface))
        status |= protocol::kConnectedToInternet;
    return status;
}

Outcome<device::NetworkService::HardwareAddress>
UnmanagedNetwork::hardwareAddress(std::string_view name)
{
    const auto found = find(name);
    if (!found)
        return tl::unexpected(found.error());
    const std::string text = attribute((*found)->name, "address"); // 02:00:00:00:00:01
    HardwareAddress address{};
    constexpr std::size_t kStep = 3;
    constexpr int kHexadecimal = 16;
    if (text.size() + 1 != kStep * address.size())
        return refuse(EPERM, std::string(name) + " has no hardware address of six bytes");
    for (std::size_t i = 0; i < address.size(); ++i)
        std::from_chars(text.data() + i * kStep, text.data() + i * kStep + 2, address.at(i),
                        kHexadecimal);
    return address;
}

Outcome<> UnmanagedNetwork::setInterfaceState(std::string_view /*name*/, bool /*isEnabled*/)
{
    return notOurs("the network");
}

Outcome<> UnmanagedNetwork::setHardwareAddress(std::string_view /*name*/,
                                               const HardwareAddress& /*address*/)
{
    return notOurs("the network");
}

Outcome<> UnmanagedNetwork::applyIp(const protocol::NetworkIpApplyRequest& /*request*/)
{
    return notOurs("the network");
}

Outcome<> UnmanagedNetwork::releaseIp(std::string_view /*name*/)
{
    return notOurs("the network");
}

Outcome<> UnmanagedNetwork::renewIp(std::string_view /*name*/)
{
    return notOurs("the network");
}

Outcome<> UnmanagedNetwork::setTimeServers(const protocol::TimeSyncSetServersRequest& /*request*/)
{
    return notOurs("the clock");
}

Outcome<protocol::TimeSyncInfo> UnmanagedNetwork::lastTimeSync()
{
    return refuse(ENOENT, "when the clock was set is known to the system alone");
}

Outcome<> UnmanagedNetwork::setTimeSyncEnabled(bool /*isEnabled*/)
{
    return notOurs("the clock");
}

Outcome<bool> UnmanagedNetwork::isTimeSyncEnabled()
{
    return true; // by the system
}

Outcome<> UnmanagedNetwork::startSntpServer(std::string_view /*name*/)
{
    return notOurs("the network");
}

Outcome<> UnmanagedNetwork::startDhcpServer(const protocol::DhcpServerStartRequest& /*request*/)
{
    return notOurs("the network");
}

Outcome<> UnmanagedNetwork::applyProxy(const protocol::ProxyConfiguration& /*configuration*/)
{
    return notOurs("the network");
}

Outcome<protocol::ProxyConfiguration> UnmanagedNetwork::proxy()
{
    return refuse(ENOENT);
}

std::uint32_t UnmanagedNetwork::proxyStatus()
{
    return kNoProxy;
}

Outcome<int> UnmanagedNetwork::add()
{
    return notOurs("Wi-Fi");
}

Outcome<int> UnmanagedNetwork::duplicate(int /*id*/, std::string_view /*configName*/)
{
    return notOurs("Wi-Fi");
}

Outcome<> UnmanagedNetwork::forget(int /*id*/)
{
    return notOurs("Wi-Fi");
}

Outcome<> UnmanagedNetwork::forgetAll()
{
    return notOurs("Wi-Fi");
}

Outcome<std::vector<protocol::WifiStoredNetwork>> UnmanagedNetwork::storedNetworks()
{
    return notOurs("Wi-Fi");
}

Outcome<int> UnmanagedNetwork::connectedId()
{
    return notOurs("Wi-Fi");
}

Outcome<int> UnmanagedNetwork::findByName(std::string_view /*configName*/)
{
    return notOurs("Wi-Fi");
}

Outcome<> UnmanagedNetwork::store(const protocol::WifiStoreRequest& /*network*/)
{
    return notOurs("Wi-Fi");
}

Outcome<> UnmanagedNetwork::forgetMatching(const protocol::WifiForgetMatchingRequest& /*network*/)
{
    return notOurs("Wi-Fi");
}

Outcome<> UnmanagedNetwork::setSsid(int /*id*/, const protocol::Ssid& /*ssid*/)
{
    return notOurs("Wi-Fi");
}

Outcome<> UnmanagedNetwork::setSecurity(int /*id*/, protocol::WifiSecurity /*security*/)
{
    return notOurs("Wi-Fi");
}

Outcome<> UnmanagedNetwork::setPsk(int /*id*/, std::string_view /*psk*/)
{
    return notOurs("Wi-Fi");
}

Outcome<> UnmanagedNetwork::setFlag(int /*id*/, protocol::WifiFlag /*flag*/, bool /*value*/)
{
    return notOurs("Wi-Fi");
}

Outcome<> UnmanagedNetwork::setText(int /*id*/, protocol::WifiText /*which*/,
                                    std::string_view /*text*/)
{
    return notOurs("Wi-Fi");
}

Outcome<std::string> UnmanagedNetwork::text(int /*id*/, protocol::WifiText /*which*/)
{
    return notOurs("Wi-Fi");
}

Outcome<> UnmanagedNetwork::persist()
{
    return notOurs("Wi-Fi");
}

Outcome<> UnmanagedNetwork::reload()
{
    return notOurs("Wi-Fi");
}

void UnmanagedNetwork::scan(std::function<void(Outcome<std::size_t>)> done)
{
    done(notOurs("Wi-Fi"));
}

Outcome<std::vector<protocol::WifiSeenNetwork>> UnmanagedNetwork::scannedNetworks()
{
    return notOurs("Wi-Fi");
}

Outcome<protocol::WifiSeenNetwork> UnmanagedNetwork::currentNetwork()
{
    return notOurs("Wi-Fi");
}

Outcome<protocol::WifiDiagnosticsReply> UnmanagedNetwork::diagnostics(int /*id*/)
{
    return notOurs("Wi-Fi");
}

Outcome<> UnmanagedNetwork::setPowerSaving(bool /*isEnabled*/)
{
    return notOurs("Wi-Fi");
}

} // namespace perisphere::daemon
