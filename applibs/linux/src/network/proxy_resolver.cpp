#include "proxy_resolver.hpp"

#include <chrono>

namespace perisphere::target
{
namespace
{

// As applibs/networking.h has them.
constexpr std::uint32_t kOptionEnabled = 2;
constexpr std::uint32_t kEnabled = 1;
constexpr std::uint32_t kResolving = 2;
constexpr std::uint32_t kReady = 4;

constexpr std::chrono::seconds kPauseAfterLookup{60};

} // namespace

ProxyResolver::ProxyResolver(uv_loop_t& loop, device::Timers& timers,
                             const std::optional<ProxySettings>& settings)
    : m_loop(loop)
    , m_timers(timers)
    , m_settings(settings)
{
}

void ProxyResolver::restart(bool hasWay)
{
    m_lookup.reset();
    m_again.reset();
    m_isReady = false;
    if (!hasWay || !m_settings || (m_settings->options & kOptionEnabled) == 0 ||
        m_settings->address.empty())
        return;
    if (parseAddress(m_settings->address))
        m_isReady = true; // nothing to look up
    else
        begin();
}

void ProxyResolver::begin()
{
    m_again.reset();
    m_lookup = std::make_unique<HostLookup>(
        m_loop, m_settings->address,
        [this](std::optional<std::uint32_t> address) { answered(address.has_value()); });
}

void ProxyResolver::answered(bool isFound)
{
    m_lookup.reset();
    m_isReady = isFound;
    if (!isFound)
        m_again = m_timers.after(kPauseAfterLookup, [this] { begin(); });
}

std::uint32_t ProxyResolver::status() const
{
    if (!m_settings || (m_settings->options & kOptionEnabled) == 0)
        return 0;
    return kEnabled | (m_lookup ? kResolving : 0) | (m_isReady ? kReady : 0);
}

} // namespace perisphere::target
