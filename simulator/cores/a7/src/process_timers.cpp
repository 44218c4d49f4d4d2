// The timers that system calls make: what happens when they expire.

#include "clock_kinds.hpp"
#include "process_impl.hpp"

#include <algorithm>
#include <csignal>
#include <ctime>
#include <sys/time.h>
#include <unistd.h>

namespace perisphere::a7
{

void Process::Impl::addTimerfd(int fd, int clock)
{
    const Timers::Id id = m_timers.add([this, place = m_timers.following()](std::uint64_t count) {
        if (const auto told = m_descriptors.withTimer(place))
            (void)!::write(*told, &count, sizeof count);
    });
    m_timerfdClocks[id] = clock;
    m_descriptors.setTimer(fd, id);
}

void Process::Impl::expireTimers()
{
    if (m_clock.isVirtual())
        return; // between turns, which end there
    if (const auto next = m_timers.next())
        if (const Instant present = now(); *next <= present)
            m_timers.runDue(present);
}

Timers::Id Process::Impl::alarmTimer()
{
    if (!m_alarm)
        m_alarm = m_timers.add([this](std::uint64_t /*count*/) {
            send(nullptr, {.number = SIGALRM, .code = SI_KERNEL});
        });
    return *m_alarm;
}

/// Of all that the processor does for the program, a system call with it: there is no telling what
/// part of it is the kernel's.
Timers::Id Process::Impl::processorTimer(int kind)
{
    const auto known = m_processorTimerIds.find(kind);
    if (known != m_processorTimerIds.end())
        return known->second;
    const int signal = kind == ITIMER_PROF ? SIGPROF : SIGVTALRM;
    const Timers::Id id = m_processorTimers.add([this, signal](std::uint64_t /*count*/) {
        send(nullptr, {.number = signal, .code = SI_KERNEL});
    });
    m_processorTimerIds[kind] = id;
    return id;
}

std::optional<TimerClock> Process::Impl::timerClock(int clock, int thread)
{
    switch (kindOfClock(clock)) {
    case ClockKind::Process:
        return TimerClock{m_processorTimers, processorTime()};
    case ClockKind::Thread: {
        const Thread* const owner = findThread(thread);
        return owner != nullptr
                   ? std::optional(TimerClock{m_threadTimers[thread], processorTime(*owner)})
                   : std::nullopt;
    }
    default:
        return TimerClock{m_timers, now()};
    }
}

int Process::Impl::timerfdClock(Timers::Id id) const
{
    const auto found = m_timerfdClocks.find(id);
    return found == m_timerfdClocks.end() ? CLOCK_MONOTONIC : found->second;
}

/// How long the processor executes the thread until one of those timers expires.
std::optional<Instant> Process::Impl::nextOfProcessor(const Thread& thread) const
{
    std::optional<Instant> left;
    if (const auto expiry = m_processorTimers.next())
        left = *expiry - processorTime();
    if (const auto own = m_threadTimers.find(thread.id); own != m_threadTimers.end())
        if (const auto expiry = own->second.next())
            left = std::min(left.value_or(Instant::max()), *expiry - processorTime(thread));
    return left ? std::optional(std::max(*left, Instant(1))) : std::nullopt;
}

void Process::Impl::expireProcessorTimers(const Thread& thread)
{
    if (m_end)
        return;
    if (m_processorTimers.next())
        m_processorTimers.runDue(processorTime());
    if (const auto own = m_threadTimers.find(thread.id); own != m_threadTimers.end())
        own->second.runDue(processorTime(thread));
}

/// A fork's child has none but those of descriptors.
void Process::Impl::forgetTimers()
{
    m_posixTimers.clear();
    m_threadTimers.clear();
    if (m_alarm)
        m_timers.set(*m_alarm, std::nullopt, {});
    for (const auto& [kind, id] : m_processorTimerIds)
        m_processorTimers.set(id, std::nullopt, {});
}

} // namespace perisphere::a7
