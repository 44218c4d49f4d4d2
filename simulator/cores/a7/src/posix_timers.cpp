#include "posix_timers.hpp"

#include "process_impl.hpp"

#include <algorithm>
#include <climits>
#include <csignal>

namespace perisphere::a7
{
namespace
{

constexpr std::size_t kMostTimers = 1024; // RLIMIT_SIGPENDING of a small device
constexpr int kNoThread = -1;
/// No timer whose signal is ignored expires more often.
constexpr Instant kLeastIgnored = std::chrono::milliseconds(10);

} // namespace

std::optional<PosixTimers::Id> PosixTimers::add(const Kind& kind)
{
    const auto clock = m_process.timerClock(kind.clock, kind.clockThread);
    if (!clock || m_timers.size() >= kMostTimers)
        return std::nullopt;
    while (m_timers.contains(m_next))
        m_next = m_next == INT_MAX ? 0 : m_next + 1;
    const Id id = m_next;
    m_next = id == INT_MAX ? 0 : id + 1;
    const Timers::Id alarm = clock->timers.add([this, id](std::uint64_t /*count*/) { expire(id); });
    m_timers[id] = {.kind = kind, .alarm = alarm};
    return id;
}

void PosixTimers::remove(Id id)
{
    const Timer& timer = m_timers.at(id);
    if (const auto clock = m_process.timerClock(timer.kind.clock, timer.kind.clockThread))
        clock->timers.remove(timer.alarm);
    m_timers.erase(id);
}

const PosixTimers::Kind* PosixTimers::find(Id id) const
{
    const auto found = m_timers.find(id);
    return found == m_timers.end() ? nullptr : &found->second.kind;
}

void PosixTimers::clear()
{
    while (!m_timers.empty())
        remove(m_timers.begin()->first);
}

void PosixTimers::leaveThread(int thread)
{
    for (auto& [id, timer] : m_timers)
        if (timer.kind.clockThread == thread)
            timer.kind.clockThread = kNoThread;
}

bool PosixTimers::set(Id id, std::optional<Instant> expiry, Instant interval)
{
    Timer& timer = m_timers.at(id);
    const auto clock = m_process.timerClock(timer.kind.clock, timer.kind.clockThread);
    if (!clock)
        return false;
    timer.expiry = expiry;
    timer.interval = interval;
    timer.isPending = false;
    timer.overrun = 0;
    ++timer.setting;
    if (timer.kind.signal != 0) // others are only asked
        clock->timers.set(timer.alarm, expiry, {});
    return true;
}

Timers::Setting PosixTimers::get(Id id) const
{
    const Timer& timer = m_timers.at(id);
    const auto clock = m_process.timerClock(timer.kind.clock, timer.kind.clockThread);
    if (!timer.expiry || !clock)
        return {.left = {}, .interval = timer.interval};
    Instant left = *timer.expiry - clock->now;
    if (left <= Instant::zero() && timer.interval > Instant::zero() &&
        (timer.isPending || timer.kind.signal == 0))
        left += timer.interval * (-left / timer.interval + 1);
    const Instant least(timer.kind.signal == 0 ? 0 : 1);
    return {.left = std::max(left, least), .interval = timer.interval};
}

/// For the first time of its intervals after `from`. @return how many of them are left out
std::int64_t PosixTimers::setAgain(Timer& timer, const TimerClock& clock, Instant from) const
{
    const auto missed = std::max((from - *timer.expiry) / timer.interval, std::int64_t{0});
    *timer.expiry += timer.interval * (missed + 1);
    clock.timers.set(timer.alarm, timer.expiry, {});
    return missed;
}

void PosixTimers::expire(Id id)
{
    Timer& timer = m_timers.at(id);
    const auto clock = m_process.timerClock(timer.kind.clock, timer.kind.clockThread);
    const bool isRepeated = timer.interval > Instant::zero();
    Thread* const thread =
        timer.kind.thread != 0 ? m_process.findThread(timer.kind.thread) : nullptr;
    if (timer.kind.thread != 0 && thread == nullptr)
        return; // who was to hear of it has ended
    timer.isPending = m_process.send(
        thread, {.number = timer.kind.signal,
                 .code = SI_TIMER,
                 .sender = id,
                 .value = timer.kind.value.value_or(static_cast<std::uint32_t>(id)),
                 .timer = PendingSignal::TimerShot{.id = id, .setting = timer.setting}});
    if (!isRepeated)
        timer.expiry.reset();
    else if (!timer.isPending && clock)
        (void)setAgain(timer, *clock,
                       timer.interval < kLeastIgnored ? clock->now + kLeastIgnored : clock->now);
}

void PosixTimers::take(PendingSignal& signal)
{
    const auto found = signal.timer ? m_timers.find(signal.timer->id) : m_timers.end();
    if (found == m_timers.end() || found->second.setting != signal.timer->setting)
        return;
    Timer& timer = found->second;
    timer.isPending = false;
    const auto clock = m_process.timerClock(timer.kind.clock, timer.kind.clockThread);
    if (!timer.expiry || !clock)
        return;
    constexpr std::int64_t kMost = INT_MAX;
    timer.overrun = static_cast<int>(std::min(setAgain(timer, *clock, clock->now), kMost));
    signal.senderUser = static_cast<std::uint32_t>(timer.overrun);
}

} // namespace perisphere::a7
