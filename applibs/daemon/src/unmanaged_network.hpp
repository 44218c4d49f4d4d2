// The network as the system of the board has set it up: apps see how it is, and change nothing.
#pragma once

#include "perisphere/device/services/network_service.hpp"
#include "perisphere/device/services/wifi_service.hpp"
#include "perisphere/linux/device_names.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace perisphere::daemon
{

/// EPERM, with the reason in the app's log, for all that would change it and for all of Wi-Fi's
/// settings.
class UnmanagedNetwork final : public device::NetworkService, public device::WifiService
{
public:
    /// The interfaces that the board file names.
    explicit UnmanagedNetwork(const target::DeviceNames& names, std::filesystem::path sys = "/sys",
                              std::filesystem::path routes = "/proc/net/route");

    /// Whether one has an address and a way to elsewhere.
    [[nodiscard]] bool isReady() override;
    [[nodiscard]] device::Outcome<std::vector<protocol::NetworkInterfaceInfo>>
    interfaces() override;
    [[nodiscard]] device::Outcome<> setInterfaceState(std::string_view name,
                                                      bool isEnabled) override;
    /// An interface with a default route counts as connected to the internet.
    [[nodiscard]] device::Outcome<std::uint32_t> connectionStatus(std::string_view name) override;
    [[nodiscard]] device::Outcome<HardwareAddress> hardwareAddress(std::string_view name) override;
    [[nodiscard]] device::Outcome<> setHardwareAddress(std::string_view name,
                                                       const HardwareAddress& address) override;
    [[nodiscard]] device::Outcome<>
    applyIp(const protocol::NetworkIpApplyRequest& request) override;
    [[nodiscard]] device::Outcome<> releaseIp(std::string_view name) override;
    [[nodiscard]] device::Outcome<> renewIp(std::string_view name) override;
    [[nodiscard]] device::Outcome<>
    setTimeServers(const protocol::TimeSyncSetServersRequest& request) override;
    [[nodiscard]] device::Outcome<protocol::TimeSyncInfo> lastTimeSync() override;
    [[nodiscard]] device::Outcome<> setTimeSyncEnabled(bool isEnabled) override;
    [[nodiscard]] device::Outcome<bool> isTimeSyncEnabled() override;
    [[nodiscard]] device::Outcome<> startSntpServer(std::string_view name) override;
    [[nodiscard]] device::Outcome<>
    startDhcpServer(const protocol::DhcpServerStartRequest& request) override;
    [[nodiscard]] device::Outcome<>
    applyProxy(const protocol::ProxyConfiguration& configuration) override;
    [[nodiscard]] device::Outcome<protocol::ProxyConfiguration> proxy() override;
    [[nodiscard]] std::uint32_t proxyStatus() override;

    [[nodiscard]] device::Outcome<int> add() override;
    [[nodiscard]] device::Outcome<int> duplicate(int id, std::string_view configName) override;
    [[nodiscard]] device::Outcome<> forget(int id) override;
    [[nodiscard]] device::Outcome<> forgetAll() override;
    [[nodiscard]] device::Outcome<std::vector<protocol::WifiStoredNetwork>>
    storedNetworks() override;
    [[nodiscard]] device::Outcome<int> connectedId() override;
    [[nodiscard]] device::Outcome<int> findByName(std::string_view configName) override;
    [[nodiscard]] device::Outcome<> store(const protocol::WifiStoreRequest& network) override;
    [[nodiscard]] device::Outcome<>
    forgetMatching(const protocol::WifiForgetMatchingRequest& network) override;
    [[nodiscard]] device::Outcome<> setSsid(int id, const protocol::Ssid& ssid) override;
    [[nodiscard]] device::Outcome<> setSecurity(int id, protocol::WifiSecurity security) override;
    [[nodiscard]] device::Outcome<> setPsk(int id, std::string_view psk) override;
    [[nodiscard]] device::Outcome<> setFlag(int id, protocol::WifiFlag flag, bool value) override;
    [[nodiscard]] device::Outcome<> setText(int id, protocol::WifiText which,
                                            std::string_view text) override;
    [[nodiscard]] device::Outcome<std::string> text(int id, protocol::WifiText which) override;
    [[nodiscard]] device::Outcome<> persist() override;
    [[nodiscard]] device::Outcome<> reload() override;
    void scan(std::function<void(device::Outcome<std::size_t>)> done) override;
    [[nodiscard]] device::Outcome<std::vector<protocol::WifiSeenNetwork>>
    scannedNetworks() override;
    [[nodiscard]] device::Outcome<protocol::WifiSeenNetwork> currentNetwork() override;
    [[nodiscard]] device::Outcome<protocol::WifiDiagnosticsReply> diagnostics(int id) override;
    [[nodiscard]] device::Outcome<> setPowerSaving(bool isEnabled) override;

private:
    struct Interface {
        std::string name;
        bool isWifi = false;
    };
    [[nodiscard]] device::Outcome<const Interface*> find(std::string_view name) const;
    [[nodiscard]] std::string attribute(const std::string& interface, const char* name) const;
    [[nodiscard]] bool hasDefaultRoute(const std::string& interface) const;

    std::filesystem::path m_sys;
    std::filesystem::path m_routes;
    std::vector<Interface> m_interfaces;
};

} // namespace perisphere::daemon
