// The network of a device that perisphered sets up: its interfaces, addresses, time, servers,
// proxy.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/device/services/network_service.hpp"
#include "perisphere/device/timers.hpp"
#include "perisphere/linux/device_names.hpp"
#include "perisphere/linux/network/network_programs.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <uv.h>

namespace perisphere::target
{

struct ManagedNetworkParts {
    uv_loop_t& loop;
    device::Timers& timers;
    const DeviceNames& names;
    std::filesystem::path settings;     ///< a file
    std::filesystem::path runtime;      ///< a folder for files of this run
    std::filesystem::path resolverFile; ///< where DNS servers are written to
    NetworkPrograms programs;
    bool keepsTime = true;     ///< else another program of the system's does
    std::string defaultServer; ///< of time; empty: the one that the API names
    /// Moves the clock by so many nanoseconds; empty: the system's.
    std::function<Result<>(std::int64_t)> correctClock;
    std::function<void(const std::string&)> say; ///< for the device's log
};

/// One thread's, the loop's. Errors are as the interface documents them; EPERM on what is not
/// Ethernet where that is needed, and of changes to the time while another program keeps it.
class ManagedNetwork final : public device::NetworkService
{
public:
    /// Brings the interfaces to what they are set to; on a device that has no settings yet, Wi-Fi
    /// is on, and Ethernet where there is no Wi-Fi.
    [[nodiscard]] static Result<std::unique_ptr<ManagedNetwork>> create(ManagedNetworkParts parts);
    ManagedNetwork(const ManagedNetwork&) = delete;
    ManagedNetwork& operator=(const ManagedNetwork&) = delete;
    /// Interfaces stay as they are; what was started for them ends.
    ~ManagedNetwork() override;

    /// Called when isReady() has turned true.
    void onReady(std::function<void()> listener);

    /// One interface has an address, and the clock is right.
    [[nodiscard]] bool isReady() override;
    [[nodiscard]] device::Outcome<std::vector<protocol::NetworkInterfaceInfo>>
    interfaces() override;
    [[nodiscard]] device::Outcome<> setInterfaceState(std::string_view name,
                                                      bool isEnabled) override;
    /// With a default route and a DNS server it counts as connected to the internet: nobody is
    /// asked.
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

private:
    class Impl;
    explicit ManagedNetwork(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace perisphere::target
