#include "network_interface.hpp"

#include "perisphere/network/delays.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::network
{

using world::areInOneSubnet;

NetworkInterface::NetworkInterface(Context context, std::string name, InterfaceMedium medium,
                                   InterfaceSettings& settings)
    : m_context(std::move(context))
    , m_name(std::move(name))
    , m_medium(medium)
    , m_settings(settings)
    , m_ip(m_context.scheduler, "network.ip", [this] { ipStep(); })
    , m_leaseEnd(m_context.scheduler, "network.leaseEnd", [this] { leaseEnded(); })
    , m_probe(m_context.scheduler, "network.probe", [this] { probed(); })
{
}

void NetworkInterface::linkUp(const world::Lan& lan)
{
    m_lan = lan;
    m_hasLink = true;
    startIp();
}

void NetworkInterface::lanChanged(const world::Lan& lan)
{
    m_lan = lan;
    if (lan.hasDhcp)
        m_ip.wake();
    if (hasIp() && !isStatic())
        watchLease();
}

void NetworkInterface::linkDown()
{
    m_hasLink = false;
    loseAddress();
}

void NetworkInterface::applyIp()
{
    m_isReleased = false;
    loseAddress();
    if (m_hasLink)
        startIp();
}

void NetworkInterface::releaseIp()
{
    m_isReleased = true;
    loseAddress();
}

void NetworkInterface::renewIp()
{
    const bool wasReleased = std::exchange(m_isReleased, false);
    if (!m_hasLink || m_ip.isWaiting())
        return; // it is acquiring one, or will at the next link
    if (wasReleased || !hasIp())
        startIp();
    else if (m_lan.hasDhcp)
        m_ip.setAfter(delays::kDhcpRenewal);
}

void NetworkInterface::startIp()
{
    if (isStatic()) {
        m_ip.setAfter(delays::kStaticAddress);
    } else if (!m_isReleased) {
        m_dhcpAttempts = 0;
        m_ip.setAfter(delays::kDhcpExchange);
    }
}

void NetworkInterface::ipStep()
{
    if (isStatic())
        setAddress(m_settings.ip.fixed->address);
    else
        askDhcp();
}

void NetworkInterface::askDhcp()
{
    if (m_lan.hasDhcp) {
        m_leasedAt = m_context.scheduler.now();
        m_leaseEnd.cancel();
        setAddress(m_lan.lease);
    } else if (m_dhcpAttempts < delays::kDhcpRetry.size()) {
        m_ip.setAfter(delays::kDhcpRetry.at(m_dhcpAttempts++));
    } else {
        m_ip.park(delays::kDhcpRetry.back());
    }
}

/// A server that answers renews the lease each time when half of it is over, which shows nowhere.
/// Without one it ends: a whole lease after the last renewal there was.
void NetworkInterface::watchLease()
{
    const engine::VirtualTime now = m_context.scheduler.now();
    if (m_leaseEnd.isPending() == !m_lan.hasDhcp)
        return;
    const engine::Duration half = m_lan.leaseTime / 2;
    if (m_lan.hasDhcp) {
        m_leaseEnd.cancel();
        m_leasedAt = now;
    } else {
        m_leasedAt += half * ((now - m_leasedAt) / half);
        m_leaseEnd.setAt(m_leasedAt + m_lan.leaseTime);
    }
}

void NetworkInterface::leaseEnded()
{
    loseAddress();
    startIp();
}

void NetworkInterface::setAddress(Ipv4 address)
{
    if (std::exchange(m_address, address) == address)
        return; // renewed
    refreshProbe();
    m_context.onAddressChange();
}

void NetworkInterface::loseAddress()
{
    m_ip.cancel();
    m_leaseEnd.cancel();
    m_probe.cancel();
    m_isOnline = false;
    if (std::exchange(m_address, {}) != Ipv4())
        m_context.onAddressChange();
}

std::vector<Ipv4> NetworkInterface::dnsServers() const
{
    if (m_settings.ip.customDns)
        return *m_settings.ip.customDns;
    if (!hasIp() || isStatic())
        return {};
    return {m_lan.router};
}

std::vector<Ipv4> NetworkInterface::ntpServers() const
{
    if (!hasIp() || isStatic() || !m_lan.hasNtp)
        return {};
    return {m_lan.router};
}

bool NetworkInterface::reachesInternet() const
{
    if (!hasIp() || !m_lan.isUplinked)
        return false;
    if (const auto& fixed = m_settings.ip.fixed;
        fixed && (fixed->gateway != m_lan.router ||
                  !areInOneSubnet(fixed->address, m_lan.router, fixed->mask) ||
                  !areInOneSubnet(fixed->address, m_lan.router, m_lan.mask)))
        return false; // an address that this network has no way back to
    const auto* const internet = m_context.surroundings.internet();
    return internet != nullptr && internet->value().isReachable;
}

bool NetworkInterface::resolvesNames() const
{
    const auto* const internet = m_context.surroundings.internet();
    return !dnsServers().empty() && reachesInternet() && internet->value().hasDns;
}

bool NetworkInterface::reachesTimeServer(const std::string& server) const
{
    const auto address = world::parseIpv4(server);
    if (address == m_lan.router)
        return hasIp() && m_lan.hasNtp;
    return (address || resolvesNames()) && reachesBeyond(server) &&
           m_context.surroundings.internet()->value().hasNtp;
}

bool NetworkInterface::reaches(const std::string& host) const
{
    const auto address = world::parseIpv4(host);
    if (hasIp() && address && areInOneSubnet(*address, m_lan.router, m_lan.mask))
        return true;
    return reachesBeyond(host);
}

bool NetworkInterface::reachesBeyond(const std::string& host) const
{
    if (!reachesInternet())
        return false;
    const auto& dead = m_context.surroundings.internet()->value().deadHosts;
    return std::find(dead.begin(), dead.end(), host) == dead.end();
}

void NetworkInterface::refreshProbe()
{
    const bool isFresh =
        m_isOnline && m_context.scheduler.now() - m_lastProbe < delays::kProbeInterval;
    if (!hasIp() || isFresh || m_probe.isPending())
        return;
    m_lastProbe = m_context.scheduler.now();
    m_probeMayPass = passesProbe();
    m_probe.setAfter(m_probeMayPass ? delays::kProbe : delays::kProbeTimeout);
}

void NetworkInterface::probed()
{
    m_isOnline = m_probeMayPass && passesProbe();
}

} // namespace perisphere::network
