#include "proxy_resolver.hpp"

#include "perisphere/network/delays.hpp"
#include "perisphere/world/ipv4.hpp"

#include <utility>

namespace perisphere::network
{

ProxyResolver::ProxyResolver(engine::Scheduler& scheduler,
                             const std::optional<ProxySettings>& settings,
                             std::function<const NetworkInterface*()> route)
    : m_settings(settings)
    , m_route(std::move(route))
    , m_lookup(scheduler, "network.proxy", [this] { lookedUp(); })
{
}

void ProxyResolver::restart()
{
    m_lookup.cancel();
    m_isReady = false;
    m_isWaiting = false;
    if (!isEnabled() || m_settings->address.empty() || m_route() == nullptr)
        return;
    if (world::parseIpv4(m_settings->address))
        m_isReady = true; // nothing to look up
    else
        begin();
}

void ProxyResolver::begin()
{
    m_isWaiting = false;
    m_mayResolve = m_route()->resolvesNames();
    m_lookup.setAfter(m_mayResolve ? delays::kDnsLookup : delays::kDnsTimeout);
}

void ProxyResolver::lookedUp()
{
    if (m_isWaiting) {
        begin();
    } else if (m_mayResolve && m_route()->resolvesNames()) {
        m_isReady = true;
    } else {
        m_isWaiting = true;
        m_lookup.park(delays::kDnsRetry);
    }
}

std::uint32_t ProxyResolver::status() const
{
    if (!isEnabled())
        return 0;
    return kEnabled | (m_lookup.isWaiting() ? kResolving : 0) | (m_isReady ? kReady : 0);
}

} // namespace perisphere::network
