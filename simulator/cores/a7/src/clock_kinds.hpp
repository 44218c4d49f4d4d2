// What the clocks of the kernel's numbers are, and what can be done with them.
#pragma once

#include <cstdint>
#include <ctime>

namespace perisphere::a7
{

enum class ClockKind : std::uint8_t {
    None,
    Time,     ///< for sleeps and timers too
    ReadOnly, ///< coarse and raw ones: a time, and nothing else
    Alarm,    ///< wakes a device that sleeps, which apps have no right to
    Process,  ///< time of the processor ...
    Thread,   ///< ... for one thread
};

/// Of the clocks of processes and threads, whose numbers have an id in them.
/// (clock_getcpuclockid(3))
inline constexpr int kClockOfThread = 4;

[[nodiscard]] constexpr ClockKind kindOfClock(int clock)
{
    constexpr int kNoClock = 3; // of three kinds of processor time
    if (clock < 0)
        return (clock & 3) == kNoClock         ? ClockKind::None
               : (clock & kClockOfThread) != 0 ? ClockKind::Thread
                                               : ClockKind::Process;
    switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_MONOTONIC:
    case CLOCK_BOOTTIME:
    case CLOCK_TAI:
        return ClockKind::Time;
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_REALTIME_COARSE:
    case CLOCK_MONOTONIC_COARSE:
        return ClockKind::ReadOnly;
    case CLOCK_REALTIME_ALARM:
    case CLOCK_BOOTTIME_ALARM:
        return ClockKind::Alarm;
    case CLOCK_PROCESS_CPUTIME_ID:
        return ClockKind::Process;
    case CLOCK_THREAD_CPUTIME_ID:
        return ClockKind::Thread;
    default:
        return ClockKind::None;
    }
}

[[nodiscard]] constexpr bool isProcessorClock(int clock)
{
    const ClockKind kind = kindOfClock(clock);
    return kind == ClockKind::Process || kind == ClockKind::Thread;
}

} // namespace perisphere::a7
