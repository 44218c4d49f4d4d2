// One network interface that is set up here: switched on, given its address, served.
#pragma once

#include "dhcp_client.hpp"
#include "dhcp_server.hpp"
#include "kernel_links.hpp"
#include "network_settings.hpp"
#include "sntp_server.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::target
{

class ManagedInterface
{
public:
    struct Context {
        uv_loop_t& loop;
        device::Timers& timers;
        KernelLinks& links;
        const NetworkPrograms& programs;
        std::filesystem::path folder; ///< for files of this run
        std::function<void(const std::string&)> say;
        std::function<void()> changed; ///< its addresses, or what servers DHCP has named
        std::function<bool()> isClockSet;
    };
    /// The settings are whoever's who changes them.
    ManagedInterface(const Context& context, std::string name, bool isWifi,
                     InterfaceSettings& settings);
    ManagedInterface(const ManagedInterface&) = delete;
    ManagedInterface& operator=(const ManagedInterface&) = delete;

    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] bool isWifi() const { return m_isWifi; }
    [[nodiscard]] InterfaceSettings& settings() { return m_settings; }
    [[nodiscard]] const InterfaceSettings& settings() const { return m_settings; }

    /// Looks at the kernel's state again and does what is to be done then.
    void update();

    /// By update(): whether the machine has it.
    [[nodiscard]] bool isThere() const { return m_state.has_value(); }
    [[nodiscard]] const std::optional<LinkState>& state() const { return m_state; }
    [[nodiscard]] bool hasIp() const;
    [[nodiscard]] bool hasWayOut() const; ///< a default route
    [[nodiscard]] std::vector<std::uint32_t> dnsServers() const;
    [[nodiscard]] std::vector<std::uint32_t> ntpServers() const;

    // The settings have been changed. Errors are the kernel's.
    [[nodiscard]] Result<> enabledChanged();
    [[nodiscard]] Result<> hardwareAddressChanged();
    void ipChanged();
    void dhcpServerChanged();

    void release();
    void renew();
    void startSntpServer();

private:
    void appeared();
    void withoutLink();
    void withLink();
    void setFixed(const StaticIp& fixed);
    void startDhcp();
    void gained(const DhcpLease& lease);
    void lost();
    void serve();
    void report(const Result<>& result) const;

    Context m_context;
    std::string m_name;
    bool m_isWifi;
    InterfaceSettings& m_settings;
    std::optional<LinkState> m_state;
    int m_index = 0; ///< of the interface that the settings were applied to
    std::optional<StaticIp> m_applied;
    bool m_isReleased = false;
    std::optional<DhcpLease> m_lease;
    std::unique_ptr<DhcpClient> m_client;
    std::unique_ptr<DhcpServer> m_server;
    std::optional<DhcpLeases> m_served; ///< by m_server
    bool m_hasSntpServer = false;       ///< it is to run while there is a link
    std::unique_ptr<SntpServer> m_sntp;
};

} // namespace perisphere::target
