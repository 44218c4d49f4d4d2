#include "device_network.hpp"

#include "own_program.hpp"

#include "perisphere/linux/network/managed_network.hpp"
#include "perisphere/linux/network/supplicant_wifi.hpp"
#include "unmanaged_network.hpp"

#include <utility>

namespace perisphere::daemon
{
namespace
{

namespace fs = std::filesystem;

class ByTheSystem final : public DeviceNetwork
{
public:
    explicit ByTheSystem(const target::DeviceNames& names)
        : m_network(names)
    {
    }
    device::NetworkService& network() override { return m_network; }
    device::WifiService& wifi() override { return m_network; }

private:
    UnmanagedNetwork m_network;
};

class ByTheDaemon final : public DeviceNetwork
{
public:
    ByTheDaemon(const Parts& parts, std::unique_ptr<target::ManagedNetwork> network,
                const fs::path& sockets)
        : m_network(std::move(network))
        , m_wifi({.loop = parts.loop,
                  .timers = parts.timers,
                  .interface = parts.names.wifi,
                  .sockets = sockets.empty() ? "/run/wpa_supplicant" : sockets,
                  .certificates = parts.certificates})
    {
    }
    device::NetworkService& network() override { return *m_network; }
    device::WifiService& wifi() override { return m_wifi; }

private:
    std::unique_ptr<target::ManagedNetwork> m_network;
    target::SupplicantWifi m_wifi;
};

} // namespace

Result<std::unique_ptr<DeviceNetwork>> DeviceNetwork::create(const Parts& parts)
{
    const Configuration& configuration = parts.configuration;
    if (!configuration.network || !configuration.network->isManaged)
        return std::make_unique<ByTheSystem>(parts.names);
    const Configuration::Network& settings = *configuration.network;
    target::NetworkPrograms programs;
    programs.dhcpEvent = ownProgram("dhcp-event");
    if (!settings.busybox.empty())
        programs.busybox = settings.busybox;
    auto network = target::ManagedNetwork::create(
        {.loop = parts.loop,
         .timers = parts.timers,
         .names = parts.names,
         .settings = configuration.state / "network.json",
         .runtime = configuration.runtime,
         .resolverFile = settings.resolverFile.empty() ? configuration.runtime / "resolv.conf"
                                                       : settings.resolverFile,
         .programs = std::move(programs),
         .keepsTime = settings.keepsTime,
         .defaultServer = {},
         .correctClock = {},
         .say = parts.say});
    if (!network)
        return fail(network.error());
    return std::make_unique<ByTheDaemon>(parts, std::move(*network), settings.wpaSupplicant);
}

} // namespace perisphere::daemon
