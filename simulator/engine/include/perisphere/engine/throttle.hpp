// Holds virtual time back to the host's pace.
//
// In a scaled mode virtual time follows a straight line from an anchor: host instant H0 is virtual
// instant V0, and from there `speed` virtual seconds pass in a host second. Work that comes late is
// caught up with at full speed, but only within kMaxCatchUp of host time: what is more is given up
// (the line is moved), since an engine that is too slow for its load would otherwise never answer
// anyone again. How late and how much was given up can be seen: lag(), slipped().
#pragma once

#include "perisphere/engine/host_clock.hpp"
#include "perisphere/engine/time.hpp"
#include "perisphere/engine/time_mode.hpp"

#include <chrono>
#include <optional>

namespace perisphere::engine
{

class Throttle
{
public:
    static constexpr std::chrono::milliseconds kMaxCatchUp{100};

    Throttle(const HostClock& clock, TimeMode mode)
        : m_clock(clock)
        , m_mode(mode)
    {
        setMode(mode, VirtualTime());
    }

    [[nodiscard]] const TimeMode& mode() const { return m_mode; }
    /// From now on, where it is virtual `now`.
    void setMode(TimeMode mode, VirtualTime now);

    /// How far virtual time may be at this host instant; kNever when unthrottled. `now` is where it
    /// is, `due` what holds it back there: the time of the next event, or kNever when idle.
    [[nodiscard]] VirtualTime target(VirtualTime now, VirtualTime due);

    /// Where virtual time is at a host instant, in a scaled mode, if nothing holds it back.
    [[nodiscard]] VirtualTime virtualTimeOf(HostTime time) const;

    /// The host instant from which target() reaches `time`; nullopt when waiting does not help
    /// (paused, unthrottled, or beyond the host's time).
    [[nodiscard]] std::optional<HostTime> hostTimeOf(VirtualTime time) const;

    /// By how much the work in hand was late when target() was last asked, in virtual time.
    [[nodiscard]] Duration lag() const { return m_lag; }
    /// All the virtual time given up since the last setMode().
    [[nodiscard]] Duration slipped() const { return m_slipped; }

private:
    const HostClock& m_clock;
    TimeMode m_mode;
    HostTime m_anchorHost{};
    VirtualTime m_anchorVirtual{};
    Duration m_lag{};
    Duration m_slipped{};
};

} // namespace perisphere::engine
