#include "managed_interface.hpp"

#include "sandbox/network/network_links.hpp"

#include <fmt/format.h>

#include <utility>

namespace perisphere::target
{

namespace
{
// Of ways out the one with the smallest number is taken: cable before radio.
constexpr std::uint32_t kEthernetMetric = 100;
constexpr std::uint32_t kWifiMetric = 600;
} // namespace

ManagedInterface::ManagedInterface(const Context& context, std::string name, bool isWifi,
                                   InterfaceSettings& settings)
    : m_context(context)
    , m_name(std::move(name))
    , m_isWifi(isWifi)
    , m_settings(settings)
{
}

void ManagedInterface::report(const Result<>& result) const
{
    if (!result)
        m_context.say(result.error().toString());
}

void ManagedInterface::update()
{
    m_state = m_context.links.find(m_name);
    if (m_state && m_state->index != m_index)
        appeared();
    if (!m_state) {
        m_index = 0;
        withoutLink();
    } else if (m_state->hasLink && m_settings.isEnabled) {
        withLink();
    } else {
        withoutLink();
    }
}

/// When the device starts, or when what it is plugged into is there.
void ManagedInterface::appeared()
{
    m_index = m_state->index;
    m_applied.reset();
    if (m_settings.hardwareAddress && m_state->hardwareAddress != m_settings.hardwareAddress)
        report(hardwareAddressChanged());
    if (m_state->isUp != m_settings.isEnabled)
        report(m_context.links.setUp(m_name, m_settings.isEnabled));
    m_state = m_context.links.find(m_name);
}

void ManagedInterface::withoutLink()
{
    m_client.reset();
    m_lease.reset();
    m_server.reset();
    m_served.reset();
    m_sntp.reset();
    m_applied.reset();
    if (!m_state || m_state->addresses.empty())
        return;
    report(m_context.links.clearAddresses(m_name));
    m_state = m_context.links.find(m_name);
}

void ManagedInterface::withLink()
{
    if (m_settings.fixed)
        setFixed(*m_settings.fixed);
    else if (!m_client && !m_isReleased)
        startDhcp();
    serve();
}

void ManagedInterface::setFixed(const StaticIp& fixed)
{
    m_client.reset();
    m_lease.reset();
    const InterfaceAddress address{fixed.address, bitsOfMask(fixed.mask)};
    if (m_applied == fixed && m_state->addresses == std::vector{address})
        return;
    report(m_context.links.setAddress(m_name, address, fixed.gateway,
                                      m_isWifi ? kWifiMetric : kEthernetMetric));
    m_applied = fixed;
    m_state = m_context.links.find(m_name);
}

void ManagedInterface::startDhcp()
{
    m_applied.reset();
    auto client = DhcpClient::start(m_context.loop, m_context.timers, m_context.programs, m_name,
                                    {.gained = [this](const DhcpLease& lease) { gained(lease); },
                                     .lost = [this] { lost(); },
                                     .say = m_context.say});
    if (client)
        m_client = std::move(*client);
    else
        report(fail(client.error()));
}

void ManagedInterface::gained(const DhcpLease& lease)
{
    if (m_isReleased || m_settings.fixed || std::exchange(m_lease, lease) == lease)
        return;
    report(m_context.links.setAddress(m_name, lease.address, lease.gateway,
                                      m_isWifi ? kWifiMetric : kEthernetMetric));
    m_context.say(
        fmt::format("{} has the address {}", m_name, dottedAddress(lease.address.address)));
    m_state = m_context.links.find(m_name);
    m_context.changed();
}

void ManagedInterface::lost()
{
    m_lease.reset();
    if (!m_settings.fixed)
        report(m_context.links.clearAddresses(m_name));
    m_state = m_context.links.find(m_name);
    m_context.changed();
}

void ManagedInterface::serve()
{
    if (m_hasSntpServer && !m_sntp) {
        auto server = SntpServer::start(m_context.loop, m_name, m_context.isClockSet);
        if (server)
            m_sntp = std::move(*server);
        else
            report(fail(server.error()));
    }
    if (!m_settings.dhcpServer || !m_settings.fixed) {
        m_server.reset();
        m_served.reset();
        return;
    }
    if (m_served == m_settings.dhcpServer)
        return;
    m_server.reset();
    m_served = m_settings.dhcpServer; // also where it cannot start, which is said once
    auto server = DhcpServer::start(m_context.loop, m_context.timers, m_context.programs, m_name,
                                    *m_served, m_context.folder, m_context.say);
    if (server)
        m_server = std::move(*server);
    else
        report(fail(server.error()));
}

bool ManagedInterface::hasIp() const
{
    const bool hasAddress = m_settings.fixed ? m_applied.has_value() : m_lease.has_value();
    return m_state && m_state->hasLink && hasAddress && !m_state->addresses.empty();
}

bool ManagedInterface::hasWayOut() const
{
    return hasIp() && m_state->hasDefaultRoute;
}

std::vector<std::uint32_t> ManagedInterface::dnsServers() const
{
    if (!hasIp())
        return {};
    if (m_settings.customDns)
        return *m_settings.customDns;
    return m_lease ? m_lease->dnsServers : std::vector<std::uint32_t>();
}

std::vector<std::uint32_t> ManagedInterface::ntpServers() const
{
    return hasIp() && m_lease ? m_lease->ntpServers : std::vector<std::uint32_t>();
}

Result<> ManagedInterface::enabledChanged()
{
    m_isReleased = false;
    auto done = m_context.links.setUp(m_name, m_settings.isEnabled);
    update();
    return done;
}

/// Some drivers take an address only while they are switched off.
Result<> ManagedInterface::hardwareAddressChanged()
{
    const bool wasUp = m_state && m_state->isUp;
    auto done = m_context.links.setHardwareAddress(m_name, *m_settings.hardwareAddress);
    if (done || !wasUp)
        return done;
    if (auto off = m_context.links.setUp(m_name, false); !off)
        return off;
    done = m_context.links.setHardwareAddress(m_name, *m_settings.hardwareAddress);
    if (auto on = m_context.links.setUp(m_name, true); !on)
        return on;
    return done;
}

void ManagedInterface::ipChanged()
{
    m_isReleased = false;
    m_client.reset();
    m_lease.reset();
    m_applied.reset();
    if (m_state && !m_settings.fixed)
        report(m_context.links.clearAddresses(m_name));
    update();
}

void ManagedInterface::dhcpServerChanged()
{
    m_served.reset();
    update();
}

void ManagedInterface::release()
{
    m_isReleased = true;
    m_lease.reset(); // the address goes when udhcpc has sent its farewell from it
    if (m_client)
        m_client->release();
}

void ManagedInterface::renew()
{
    m_isReleased = false;
    if (m_client)
        m_client->renew();
    else
        update();
}

void ManagedInterface::startSntpServer()
{
    m_hasSntpServer = true;
    update();
}

} // namespace perisphere::target
