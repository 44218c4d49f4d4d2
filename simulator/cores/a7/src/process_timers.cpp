// The timers that system calls make: what happens when they expire.

#include "process_impl.hpp"

#include <algorithm>
#include <climits>
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
    m_timerClocks[id] = clock;
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

Timers::Id Process::Impl::addPosixTimer(int clock, int signal, std::uint32_t value, int threadId,
                                        bool valueIsId)
{
    const Timers::Id id = m_timers.following();
    (void)m_timers.add(
        [this, id, signal, value = valueIsId ? id : value, threadId](std::uint64_t count) {
            constexpr std::uint64_t kMost = INT_MAX;
            m_posixTimers[id] = static_cast<int>(std::min(count - 1, kMost));
            if (signal == 0)
                return;
            const auto thread = std::ranges::find_if(
                m_threads, [&](const Thread& one) { return one.id == threadId && !one.hasEnded; });
            send(thread == m_threads.end() ? nullptr : &*thread,
                 {.number = signal, .code = SI_TIMER, .value = value});
        });
    m_timerClocks[id] = clock;
    m_posixTimers[id] = 0;
    return id;
}

void Process::Impl::removePosixTimer(Timers::Id id)
{
    m_timers.remove(id);
    m_posixTimers.erase(id);
}

int Process::Impl::timerClock(Timers::Id id) const
{
    const auto found = m_timerClocks.find(id);
    return found == m_timerClocks.end() ? CLOCK_MONOTONIC : found->second;
}

} // namespace perisphere::a7
