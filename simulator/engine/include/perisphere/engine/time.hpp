// Virtual time: integer nanoseconds since the device was switched on for the first time.
#pragma once

#include <chrono>
#include <cstdint>
#include <ratio>
#include <string>

namespace perisphere::engine
{

/// Signed, 64 bits of nanoseconds: 292 years.
using Duration = std::chrono::duration<std::int64_t, std::nano>;

/// The clock that the simulator owns. It has no now(): only a Scheduler knows what time it is.
struct VirtualClock {
    using duration = Duration;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<VirtualClock>;
    static constexpr bool is_steady = true;
};

using VirtualTime = VirtualClock::time_point;

/// Later than every event.
inline constexpr VirtualTime kNever = VirtualTime::max();

[[nodiscard]] constexpr VirtualTime atNanoseconds(std::int64_t sinceStart)
{
    return VirtualTime(Duration(sinceStart));
}

[[nodiscard]] constexpr std::int64_t toNanoseconds(VirtualTime time)
{
    return time.time_since_epoch().count();
}

/// `time + delay`; kNever instead of an overflow. Negative delays count as zero.
[[nodiscard]] constexpr VirtualTime later(VirtualTime time, Duration delay)
{
    if (delay <= Duration::zero())
        return time;
    return time > kNever - delay ? kNever : time + delay;
}

/// Seconds with all nine decimals, "1.000000500 s"; "never" for kNever.
[[nodiscard]] std::string toString(VirtualTime time);

} // namespace perisphere::engine
