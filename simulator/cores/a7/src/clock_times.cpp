// The clocks that a program can ask for, by their numbers.

#include "clock_kinds.hpp"
#include "process_impl.hpp"

#include <ctime>

namespace perisphere::a7
{
namespace
{

/// Of the device's kernel, by which coarse clocks go.
using Tick = std::chrono::duration<std::int64_t, std::centi>;

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

const Thread* Process::Impl::threadOfClock(int clock) const
{
    const int id = clock < 0 ? ~(clock >> 3) : 0;
    if (id == 0)
        return m_running;
    for (const Thread& thread : m_threads)
        if (thread.id == id && !thread.hasEnded)
            return &thread;
    return nullptr;
}

std::optional<Instant> Process::Impl::clockTime(int clock) const
{
    switch (kindOfClock(clock)) {
    case ClockKind::None:
        return std::nullopt;
    case ClockKind::Process: {
        const int id = clock < 0 ? ~(clock >> 3) : 0;
        if (id == 0 || id == processId())
            return processorTime();
        return m_clock.isVirtual() ? std::nullopt : hostClock(clock);
    }
    case ClockKind::Thread: {
        const Thread* const thread = threadOfClock(clock);
        return thread != nullptr ? std::optional(processorTime(*thread)) : std::nullopt;
    }
    default:
        break;
    }
    if (!m_clock.isVirtual())
        return hostClock(clock);
    switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_ALARM:
    case CLOCK_TAI:
        return realTime();
    case CLOCK_REALTIME_COARSE:
        return std::chrono::floor<Tick>(realTime());
    case CLOCK_MONOTONIC_COARSE:
        return std::chrono::floor<Tick>(now());
    default:
        return now();
    }
}

std::optional<Instant> Process::Impl::clockResolution(int clock) const
{
    if (!clockTime(clock))
        return std::nullopt;
    const bool isCoarse = clock == CLOCK_REALTIME_COARSE || clock == CLOCK_MONOTONIC_COARSE;
    if (!isCoarse)
        return Instant(1);
    timespec host{};
    if (!m_clock.isVirtual() && ::clock_getres(clock, &host) == 0)
        return std::chrono::seconds(host.tv_sec) + Instant(host.tv_nsec);
    return Tick(1);
}

} // namespace perisphere::a7
