// The kernel's clock.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstdint>

namespace perisphere::target
{

inline constexpr std::int64_t kNanosecondsInSecond = 1'000'000'000;

[[nodiscard]] std::int64_t unixNanoseconds(); ///< since 1970

/// Whether someone keeps the clock right: STA_UNSYNC is not set (adjtimex(2)).
[[nodiscard]] bool isClockSynchronised();

/// Moves the clock: little at a time where it is off by less than an eighth of a second, at once
/// where by more. The kernel then takes it for synchronised, and keeps the real-time clock with it.
[[nodiscard]] Result<> correctClock(std::int64_t offsetNanoseconds);

} // namespace perisphere::target
