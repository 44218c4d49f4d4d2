// The clocks that a program can ask for, by their numbers.

#include "process_impl.hpp"

#include <ctime>

namespace perisphere::a7
{
namespace
{

std::optional<Instant> hostClock(clockid_t clock)
{
    timespec time{};
    if (::clock_gettime(clock, &time) != 0)
        return std::nullopt;
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

} // namespace

Instant Process::Impl::realTime() const
{
    return m_clock.isVirtual() ? m_clock.realTime(elapsedInstructions())
                               : hostClock(CLOCK_REALTIME).value_or(Instant());
}

bool Process::Impl::setRealTime(Instant time)
{
    if (!m_clock.isVirtual())
        return false; // nobody's program sets the host's
    m_clock.setRealTime(elapsedInstructions(), time);
    return true;
}

Instant Process::Impl::processorTime() const
{
    return Clock::durationOf(elapsedInstructions());
}

Instant Process::Impl::processorTime(const Thread& thread) const
{
    const std::uint64_t ofTurn = &thread == m_running ? elapsedInstructions() - m_ranFrom : 0;
    return Clock::durationOf(thread.used + ofTurn);
}

/// Of another process or thread, by its id in the clock's number (clock_getcpuclockid(3)).
std::optional<Instant> Process::Impl::processorClock(int clock) const
{
    constexpr int kOfThread = 4;
    const int id = ~(clock >> 3);
    if ((clock & kOfThread) == 0)
        return id == 0 || id == processId() ? std::optional(processorTime()) : std::nullopt;
    if (id == 0 && m_running != nullptr)
        return processorTime(*m_running);
    for (const Thread& thread : m_threads)
        if (thread.id == id && !thread.hasEnded)
            return processorTime(thread);
    return std::nullopt;
}

std::optional<Instant> Process::Impl::clockTime(int clock) const
{
    if (!m_clock.isVirtual())
        return hostClock(clock);
    if (clock < 0)
        return processorClock(clock);
    switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
    case CLOCK_REALTIME_ALARM:
    case CLOCK_TAI:
        return realTime();
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_BOOTTIME:
    case CLOCK_BOOTTIME_ALARM:
        return now();
    case CLOCK_PROCESS_CPUTIME_ID:
        return processorTime();
    case CLOCK_THREAD_CPUTIME_ID:
        return m_running != nullptr ? processorTime(*m_running) : Instant();
    default:
        return std::nullopt;
    }
}

} // namespace perisphere::a7
