// A managed network's time, servers and proxy.
#include "host_name.hpp"
#include "managed_network_impl.hpp"
#include "network_messages.hpp"

namespace perisphere::target
{

using device::Outcome;
using device::refuse;

namespace
{

Outcome<> timeIsNotOurs()
{
    return refuse(EPERM, "the clock is kept by another program of this device's system");
}

} // namespace

Outcome<> ManagedNetwork::setTimeServers(const protocol::TimeSyncSetServersRequest& request)
{
    TimeSettings settings = timeSettings(request, m_impl->m_settings.time.isEnabled);
    for (const std::string& server : settings.servers)
        if (!isHost(server))
            return refuse(EINVAL,
                          fmt::format("\"{}\" is neither a host's name nor its address", server));
    if (!m_impl->m_parts.keepsTime)
        return timeIsNotOurs();
    if (auto saved = m_impl->commit(EIO, [&] { m_impl->m_settings.time = std::move(settings); });
        !saved)
        return saved;
    m_impl->m_time.serversChanged();
    return {};
}

Outcome<protocol::TimeSyncInfo> ManagedNetwork::lastTimeSync()
{
    const auto& last = m_impl->m_time.last();
    if (!last)
        return refuse(ENOENT);
    return timeSyncMessage(*last);
}

Outcome<> ManagedNetwork::setTimeSyncEnabled(bool isEnabled)
{
    if (!m_impl->m_parts.keepsTime)
        return timeIsNotOurs();
    if (m_impl->m_settings.time.isEnabled == isEnabled)
        return {};
    if (auto saved = m_impl->commit(EIO, [&] { m_impl->m_settings.time.isEnabled = isEnabled; });
        !saved)
        return saved;
    m_impl->m_time.enabledChanged();
    return {};
}

Outcome<bool> ManagedNetwork::isTimeSyncEnabled()
{
    return !m_impl->m_parts.keepsTime || m_impl->m_settings.time.isEnabled;
}

Outcome<> ManagedNetwork::startSntpServer(std::string_view name)
{
    const auto found = m_impl->findEthernet(name);
    if (!found)
        return tl::unexpected(found.error());
    (*found)->startSntpServer();
    return {};
}

Outcome<> ManagedNetwork::startDhcpServer(const protocol::DhcpServerStartRequest& request)
{
    const auto found = m_impl->findEthernet(device::fieldText(request.name.text));
    if (!found)
        return tl::unexpected(found.error());
    const DhcpLeases leases = leasesOf(request);
    if (auto fits = m_impl->suits(**found, leases); !fits)
        return fits;
    if (auto saved = m_impl->commit(EFBIG, [&] { (*found)->settings().dhcpServer = leases; });
        !saved)
        return saved;
    (*found)->dhcpServerChanged();
    return {};
}

Outcome<> ManagedNetwork::applyProxy(const protocol::ProxyConfiguration& configuration)
{
    if (auto saved =
            m_impl->commit(EFBIG, [&] { m_impl->m_settings.proxy = proxySettings(configuration); });
        !saved)
        return saved;
    m_impl->restartProxy();
    return {};
}

Outcome<protocol::ProxyConfiguration> ManagedNetwork::proxy()
{
    if (!m_impl->m_settings.proxy)
        return refuse(ENOENT);
    return proxyMessage(*m_impl->m_settings.proxy);
}

std::uint32_t ManagedNetwork::proxyStatus()
{
    return m_impl->m_proxy.status();
}

} // namespace perisphere::target
