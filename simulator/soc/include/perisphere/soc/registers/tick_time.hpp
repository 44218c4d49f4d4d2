// Ticks of a clock as instants in nanoseconds: exact to one tick over any time, since nothing is
// added up. A tick that falls between two nanoseconds happens at the later one, so that whoever
// counts at the instant of an expiry has counted the tick.
#pragma once

#include "perisphere/engine/time.hpp"

#include <cstdint>
#include <limits>

namespace perisphere::soc
{

/// From a clock's start to its tick number `ticks`. At most 2^63 ns, the end of virtual time.
[[nodiscard]] constexpr engine::Duration timeOfTicks(std::uint64_t ticks, std::uint32_t hertz)
{
    constexpr std::uint64_t second = 1'000'000'000;
    constexpr std::uint64_t longest = std::numeric_limits<std::int64_t>::max();
    const std::uint64_t seconds = ticks / hertz;
    if (seconds >= longest / second)
        return engine::Duration(static_cast<std::int64_t>(longest));
    const std::uint64_t rest = ((ticks % hertz) * second + hertz - 1) / hertz;
    return engine::Duration(static_cast<std::int64_t>(seconds * second + rest));
}

/// How many ticks have happened `elapsed` after the clock's start.
[[nodiscard]] constexpr std::uint64_t ticksWithin(engine::Duration elapsed, std::uint32_t hertz)
{
    constexpr std::uint64_t second = 1'000'000'000;
    if (elapsed <= engine::Duration::zero())
        return 0;
    const auto nanoseconds = static_cast<std::uint64_t>(elapsed.count());
    return nanoseconds / second * hertz + nanoseconds % second * hertz / second;
}

} // namespace perisphere::soc
