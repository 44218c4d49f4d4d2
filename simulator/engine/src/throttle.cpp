#include "perisphere/engine/throttle.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace perisphere::engine
{
namespace
{

/// Rounded towards zero; the largest Duration instead of an overflow.
Duration scaledBy(Duration duration, double factor)
{
    const double scaled = static_cast<double>(duration.count()) * factor;
    constexpr double kLimit = 9.2e18;
    return scaled >= kLimit ? Duration::max() : Duration(static_cast<std::int64_t>(scaled));
}

} // namespace

void Throttle::setMode(TimeMode mode, VirtualTime now)
{
    m_mode = mode;
    m_anchorHost = m_clock.now();
    m_anchorVirtual = now;
    m_lag = Duration::zero();
    m_slipped = Duration::zero();
}

VirtualTime Throttle::virtualTimeOf(HostTime time) const
{
    const Duration passed = std::max(Duration::zero(), Duration(time - m_anchorHost));
    return later(m_anchorVirtual, scaledBy(passed, m_mode.speed()));
}

VirtualTime Throttle::target(VirtualTime now, VirtualTime due)
{
    switch (m_mode.kind()) {
    case TimeMode::Kind::Paused:
        return now;
    case TimeMode::Kind::Unthrottled:
        return kNever;
    case TimeMode::Kind::Scaled:
        break;
    }
    VirtualTime target = virtualTimeOf(m_clock.now());
    // An idle engine is never late: with nothing due, time could have moved on by itself.
    m_lag = due < target ? target - due : Duration::zero();
    const Duration most = scaledBy(kMaxCatchUp, m_mode.speed());
    if (m_lag > most) {
        const Duration excess = m_lag - most;
        m_anchorVirtual -= excess;
        m_slipped += excess;
        m_lag = most;
        target -= excess;
    }
    return std::max(now, target);
}

std::optional<HostTime> Throttle::hostTimeOf(VirtualTime time) const
{
    if (m_mode.kind() != TimeMode::Kind::Scaled || time == kNever)
        return std::nullopt;
    const Duration ahead = time - m_anchorVirtual;
    const double exact = std::ceil(static_cast<double>(ahead.count()) / m_mode.speed());
    constexpr double kLongest = 4e18; // ns; 126 years
    if (exact > kLongest)
        return std::nullopt;
    Duration wait(static_cast<std::int64_t>(exact));
    if (scaledBy(wait, m_mode.speed()) < ahead)
        ++wait; // the product was rounded down: waiting exactly so long would not be enough
    return m_anchorHost + wait;
}

} // namespace perisphere::engine
