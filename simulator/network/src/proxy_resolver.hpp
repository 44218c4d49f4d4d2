// Whether the HTTP proxy of the device can be used.
#pragma once

#include "network_interface.hpp"
#include "perisphere/network/settings.hpp"
#include "retry_timer.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace perisphere::network
{

class ProxyResolver
{
public:
    static constexpr std::uint32_t kEnabled = 1;
    static constexpr std::uint32_t kResolving = 2;
    static constexpr std::uint32_t kReady = 4;

    ProxyResolver(engine::Scheduler& scheduler, const std::optional<ProxySettings>& settings,
                  std::function<const NetworkInterface*()> route);

    /// Settings or route have changed.
    void restart();
    void surroundingsChanged() { m_lookup.wake(); }

    /// Bits, as Networking_ProxyStatus.
    [[nodiscard]] std::uint32_t status() const;

private:
    [[nodiscard]] bool isEnabled() const { return m_settings && m_settings->isEnabled(); }
    void begin();
    void lookedUp();

    const std::optional<ProxySettings>& m_settings;
    std::function<const NetworkInterface*()> m_route;
    RetryTimer m_lookup;
    bool m_mayResolve = false;
    bool m_isWaiting = false; ///< between look-ups
    bool m_isReady = false;
};

} // namespace perisphere::network
