// The clocks that count in peripherals, converted exactly between time and ticks.
//
// A counter keeps the instant at which it started and computes its value from there: rounding
// never adds up.
#pragma once

#include "perisphere/engine/time.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace perisphere::soc
{

/// A frequency as a fraction, since few of the chip's are whole numbers of hertz.
struct ClockRate {
    std::uint64_t ticks = 1;   ///< in ...
    std::uint64_t seconds = 1; ///< ... so many seconds; neither is 0
    constexpr bool operator==(const ClockRate&) const = default;
};

inline constexpr std::uint32_t kCrystalHertz = 26'000'000;
inline constexpr std::uint32_t kRtcHertz = 32'768;

/// Of GPT0 to GPT2, and the one that data sheets call 1 kHz.
inline constexpr ClockRate kRtcClock{kRtcHertz};
inline constexpr ClockRate kSlowClock{kRtcHertz, 33};

namespace clock_rate
{
__extension__ using Wide = unsigned __int128;
inline constexpr std::uint64_t kNanoseconds = 1'000'000'000;
} // namespace clock_rate

/// Whole ticks that have passed; none of a negative time.
[[nodiscard]] constexpr std::uint64_t ticksIn(engine::Duration elapsed, ClockRate rate)
{
    if (elapsed.count() <= 0)
        return 0;
    const clock_rate::Wide scaled =
        clock_rate::Wide{static_cast<std::uint64_t>(elapsed.count())} * rate.ticks;
    return static_cast<std::uint64_t>(scaled / rate.seconds / clock_rate::kNanoseconds);
}

/// From the start to the nanosecond in which that tick has come: ticksIn() of it is `ticks`.
[[nodiscard]] constexpr engine::Duration durationOf(std::uint64_t ticks, ClockRate rate)
{
    const clock_rate::Wide scaled =
        clock_rate::Wide{ticks} * rate.seconds * clock_rate::kNanoseconds;
    const clock_rate::Wide rounded = (scaled + rate.ticks - 1) / rate.ticks;
    constexpr clock_rate::Wide longest{
        static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())};
    return engine::Duration(static_cast<std::int64_t>(std::min(rounded, longest)));
}

} // namespace perisphere::soc
