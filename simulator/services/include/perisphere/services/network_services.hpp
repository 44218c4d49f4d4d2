// The networking and Wi-Fi services on the simulated network stack.
#pragma once

#include "perisphere/device/services/network_service.hpp"
#include "perisphere/device/services/wifi_service.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/network/stack.hpp"

#include <functional>
#include <memory>

namespace perisphere::services
{

/// Called by the service host on its thread; the stack is touched on the machine thread only.
class NetworkServices final : public device::NetworkService, public device::WifiService
{
public:
    /// Has work done on the service host's thread; from any thread.
    using Post = std::function<void(std::function<void()>)>;

    /// Machine and stack outlive this.
    NetworkServices(engine::Machine& machine, network::Stack& stack, Post post);
    ~NetworkServices() override;

    NetworkServices(const NetworkServices&) = delete;
    NetworkServices& operator=(const NetworkServices&) = delete;

    /// Whether a connection of an app gets to the host, a name or an address: Stack::wayTo(). From
    /// any thread.
    [[nodiscard]] device::Outcome<> wayTo(const std::string& host);
    /// Whether an app's names are resolved: Stack::nameService(). From any thread.
    [[nodiscard]] device::Outcome<> nameService();

    bool isReady() override;
    device::Outcome<std::vector<protocol::NetworkInterfaceInfo>> interfaces() override;
    device::Outcome<> setInterfaceState(std::string_view name, bool isEnabled) override;
    device::Outcome<std::uint32_t> connectionStatus(std::string_view name) override;
    device::Outcome<HardwareAddress> hardwareAddress(std::string_view name) override;
    device::Outcome<> setHardwareAddress(std::string_view name,
                                         const HardwareAddress& address) override;
    device::Outcome<> applyIp(const protocol::NetworkIpApplyRequest& request) override;
    device::Outcome<> releaseIp(std::string_view name) override;
    device::Outcome<> renewIp(std::string_view name) override;
    device::Outcome<> setTimeServers(const protocol::TimeSyncSetServersRequest& request) override;
    device::Outcome<protocol::TimeSyncInfo> lastTimeSync() override;
    device::Outcome<> setTimeSyncEnabled(bool isEnabled) override;
    device::Outcome<bool> isTimeSyncEnabled() override;
    device::Outcome<> startSntpServer(std::string_view name) override;
    device::Outcome<> startDhcpServer(const protocol::DhcpServerStartRequest& request) override;
    device::Outcome<> applyProxy(const protocol::ProxyConfiguration& configuration) override;
    device::Outcome<protocol::ProxyConfiguration> proxy() override;
    std::uint32_t proxyStatus() override;

    device::Outcome<int> add() override;
    device::Outcome<int> duplicate(int id, std::string_view configName) override;
    device::Outcome<> forget(int id) override;
    device::Outcome<> forgetAll() override;
    device::Outcome<std::vector<protocol::WifiStoredNetwork>> storedNetworks() override;
    device::Outcome<int> connectedId() override;
    device::Outcome<int> findByName(std::string_view configName) override;
    device::Outcome<> store(const protocol::WifiStoreRequest& network) override;
    device::Outcome<> forgetMatching(const protocol::WifiForgetMatchingRequest& network) override;
    device::Outcome<> setSsid(int id, const protocol::Ssid& ssid) override;
    device::Outcome<> setSecurity(int id, protocol::WifiSecurity security) override;
    device::Outcome<> setPsk(int id, std::string_view psk) override;
    device::Outcome<> setFlag(int id, protocol::WifiFlag flag, bool value) override;
    device::Outcome<> setText(int id, protocol::WifiText which, std::string_view text) override;
    device::Outcome<std::string> text(int id, protocol::WifiText which) override;
    device::Outcome<> persist() override;
    device::Outcome<> reload() override;
    void scan(std::function<void(device::Outcome<std::size_t>)> done) override;
    device::Outcome<std::vector<protocol::WifiSeenNetwork>> scannedNetworks() override;
    device::Outcome<protocol::WifiSeenNetwork> currentNetwork() override;
    device::Outcome<protocol::WifiDiagnosticsReply> diagnostics(int id) override;
    device::Outcome<> setPowerSaving(bool isEnabled) override;

private:
    template <class Function>
    auto onStack(Function function);
    template <class Function>
    auto onWifi(Function function);

    engine::Machine& m_machine;
    network::Stack& m_stack;
    Post m_post;
    /// Gone with this, so that what is posted afterwards does nothing.
    std::shared_ptr<const bool> m_isAlive = std::make_shared<const bool>(true);
};

} // namespace perisphere::services
