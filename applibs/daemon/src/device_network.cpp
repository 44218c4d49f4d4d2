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

class StoredCertificates final : public target::WifiCertificates
{
public:
    explicit StoredCertificates(const certificates::CertificateStore& store)
        : m_store(store)
    {
    }
    [[nodiscard]] std::optional<Client> client(const std::string& identifier) const override
    {
        const auto file = m_store.fileOf(identifier);
        if (!file || !file->hasPrivateKey)
            return std::nullopt;
        return Client{.file = file->path, .password = file->password};
    }
    [[nodiscard]] std::optional<fs::path> root(const std::string& identifier) const override
    {
        const auto file = m_store.fileOf(identifier);
        if (!file || file->hasPrivateKey)
            return std::nullopt;
        return file->path;
    }

private:
    const certificates::CertificateStore& m_store;
};

class ByTheDaemon final : public DeviceNetwork
{
public:
    ByTheDaemon(const Parts& parts, std::unique_ptr<target::ManagedNetwork> network,
                const fs::path& sockets)
        : m_network(std::move(network))
        , m_certificates(parts.certificates)
        , m_wifi({.loop = parts.loop,
                  .timers = parts.timers,
                  .interface = parts.names.wifi,
                  .sockets = sockets.empty() ? "/run/wpa_supplicant" : sockets,
                  .certificates = m_certificates})
    {
    }
    device::NetworkService& network() override { return *m_network; }
    device::WifiService& wifi() override { return m_wifi; }

private:
    std::unique_ptr<target::ManagedNetwork> m_network;
    StoredCertificates m_certificates;
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
