// One interface above its link: address, DNS servers, what it reaches.
#pragma once

#include "perisphere/engine/timer.hpp"
#include "perisphere/network/stack.hpp"
#include "perisphere/world/surroundings.hpp"
#include "retry_timer.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace perisphere::network
{

/// Machine thread only. The link (supplicant or cable) tells it linkUp() and linkDown().
class NetworkInterface
{
public:
    struct Context {
        engine::Scheduler& scheduler;
        const world::Surroundings& surroundings;
        std::function<void()> onAddressChange; ///< it got an IP address or lost it
    };
    NetworkInterface(Context context, std::string name, InterfaceMedium medium,
                     InterfaceSettings& settings);

    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] InterfaceMedium medium() const { return m_medium; }
    [[nodiscard]] InterfaceSettings& settings() { return m_settings; }
    [[nodiscard]] const InterfaceSettings& settings() const { return m_settings; }

    void linkUp(const world::Lan& lan);
    /// Something about the network behind a link that is up.
    void lanChanged(const world::Lan& lan);
    void linkDown();

    /// What settings().ip says now holds from now on.
    void applyIp();
    void releaseIp();
    void renewIp();
    /// DHCP runs again after a release; at a new start.
    void forgetRelease() { m_isReleased = false; }

    [[nodiscard]] bool hasLink() const { return m_hasLink; }
    [[nodiscard]] bool hasIp() const { return !m_address.isAny(); }
    [[nodiscard]] Ipv4 address() const { return m_address; }
    [[nodiscard]] bool isOnline() const { return m_isOnline; }
    [[nodiscard]] std::vector<Ipv4> dnsServers() const;
    /// That DHCP named.
    [[nodiscard]] std::vector<Ipv4> ntpServers() const;

    /// Looks whether the internet is there, as far as the last look is old enough.
    void refreshProbe();

    [[nodiscard]] bool reachesInternet() const;
    [[nodiscard]] bool resolvesNames() const;
    /// Whether a connection to a host (a name whose address is known, or an address) finds it: of
    /// the local network or beyond.
    [[nodiscard]] bool reaches(const std::string& host) const;
    /// Whether a packet to a time server (name or address) comes back.
    [[nodiscard]] bool reachesTimeServer(const std::string& server) const;

private:
    void startIp();
    void askDhcp();
    void ipStep();
    void watchLease();
    void leaseEnded();
    void setAddress(Ipv4 address);
    void loseAddress();
    [[nodiscard]] bool isStatic() const { return m_settings.ip.fixed.has_value(); }
    [[nodiscard]] bool reachesBeyond(const std::string& host) const;
    [[nodiscard]] bool passesProbe() const { return reachesInternet() && resolvesNames(); }
    void probed();

    Context m_context;
    std::string m_name;
    InterfaceMedium m_medium;
    InterfaceSettings& m_settings;
    world::Lan m_lan;
    bool m_hasLink = false;
    bool m_isReleased = false;
    Ipv4 m_address;
    std::size_t m_dhcpAttempts = 0;
    engine::VirtualTime m_leasedAt;
    bool m_isOnline = false;
    bool m_probeMayPass = false;
    engine::VirtualTime m_lastProbe;
    RetryTimer m_ip;
    engine::Timer m_leaseEnd; ///< pending only while nobody renews the lease
    engine::Timer m_probe;
};

} // namespace perisphere::network
