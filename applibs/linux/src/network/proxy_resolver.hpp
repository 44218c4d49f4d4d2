// Whether the device's proxy can be used: its name has been looked up.
#pragma once

#include "host_lookup.hpp"
#include "network_settings.hpp"
#include "perisphere/device/timers.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace perisphere::target
{

class ProxyResolver
{
public:
    /// @param settings whoever's who changes them
    ProxyResolver(uv_loop_t& loop, device::Timers& timers,
                  const std::optional<ProxySettings>& settings);

    /// The proxy is another one, or the way to it is.
    void restart(bool hasWay);
    /// As Networking_ProxyStatus.
    [[nodiscard]] std::uint32_t status() const;

private:
    void begin();
    void answered(bool isFound);

    uv_loop_t& m_loop;
    device::Timers& m_timers;
    const std::optional<ProxySettings>& m_settings;
    bool m_isReady = false;
    std::unique_ptr<HostLookup> m_lookup;
    std::unique_ptr<device::Timer> m_again;
};

} // namespace perisphere::target
