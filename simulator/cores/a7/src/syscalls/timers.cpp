// Timers: timerfd, setitimer, timer_create.

#include "../clock_kinds.hpp"
#include "../guest_structs.hpp"
#include "../syscall.hpp"

#include <cerrno>
#include <csignal>
#include <ctime>
#include <sys/eventfd.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

template <class Spec>
struct Setting {
    Spec interval;
    Spec value;
};

template <class Spec>
Setting<Spec> settingOf(const Timers::Setting& from)
{
    return {specOf<Spec>(from.interval), specOf<Spec>(from.left)};
}

/// When a timer set so expires on the emulator's clock; 0 disarms; an absolute time is of that
/// clock.
template <class Spec>
std::optional<Instant> expiryOf(Call& call, const Setting<Spec>& wanted, bool isAbsolute, int clock)
{
    const Instant value = instantOf(wanted.value);
    if (value == Instant::zero())
        return std::nullopt;
    const Instant present = call.process.now();
    const Instant base =
        isAbsolute ? present - call.process.clockTime(clock).value_or(present) : present;
    return std::max(base + value, present);
}

template <class Spec>
bool isSetting(const Setting<Spec>& wanted)
{
    return isSpec(wanted.interval) && isSpec(wanted.value);
}

// timerfd

template <class Spec>
Answer setHostTimerfd(Call& call, const Setting<Spec>& wanted)
{
    const auto spec = [](const Spec& from) {
        return timespec{.tv_sec = from.seconds,
                        .tv_nsec = static_cast<std::int32_t>(from.nanoseconds)};
    };
    const itimerspec host{.it_interval = spec(wanted.interval), .it_value = spec(wanted.value)};
    itimerspec before{};
    call.process.expireTimers();
    if (call.process.timerDescriptors().set(call.signedArg(0), call.signedArg(1), host, before,
                                            call.process.now()) != 0)
        return Call::result(-1);
    const Setting<Spec> old{specOf<Spec>(before.it_interval), specOf<Spec>(before.it_value)};
    return call.arg(3) == 0 || call.memory.store(call.arg(3), old) ? Answer{} : Call::error(EFAULT);
}

template <class Spec>
Answer setTimerfd(Call& call)
{
    const auto wanted = call.memory.load<Setting<Spec>>(call.arg(2));
    if (!wanted)
        return Call::error(EFAULT);
    if (!call.process.clock().isVirtual())
        return setHostTimerfd(call, *wanted);
    const int fd = call.signedArg(0);
    const auto timer = call.process.descriptors().timerOf(fd);
    constexpr int kKnown = TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET;
    if (!timer || !isSetting(*wanted) || (call.signedArg(1) & ~kKnown) != 0)
        return Call::error(EINVAL);
    const auto old = settingOf<Spec>(call.process.timers().get(*timer, call.process.now()));
    if (call.arg(3) != 0 && !call.memory.store(call.arg(3), old))
        return Call::error(EFAULT);
    std::uint64_t forgotten = 0; // what has expired and was not read
    pollfd polled{.fd = fd, .events = POLLIN, .revents = 0};
    if (::poll(&polled, 1, 0) > 0)
        (void)!::read(fd, &forgotten, sizeof forgotten);
    call.process.timers().set(*timer,
                              expiryOf(call, *wanted, (call.signedArg(1) & TFD_TIMER_ABSTIME) != 0,
                                       call.process.timerfdClock(*timer)),
                              instantOf(wanted->interval));
    return {};
}

template <class Spec>
Answer getTimerfd(Call& call)
{
    Setting<Spec> setting{};
    if (call.process.clock().isVirtual()) {
        const auto timer = call.process.descriptors().timerOf(call.signedArg(0));
        if (!timer)
            return Call::error(EINVAL);
        setting = settingOf<Spec>(call.process.timers().get(*timer, call.process.now()));
    } else {
        itimerspec now{};
        call.process.expireTimers();
        if (call.process.timerDescriptors().get(call.signedArg(0), now, call.process.now()) != 0)
            return Call::result(-1);
        setting = {specOf<Spec>(now.it_interval), specOf<Spec>(now.it_value)};
    }
    return call.memory.store(call.arg(1), setting) ? Answer{} : Call::error(EFAULT);
}

// timer_create

constexpr int kThreadId = 4; // SIGEV_THREAD_ID

/// struct sigevent of ARM Linux, as far as it counts.
struct SignalEvent32 {
    std::uint32_t value = 0;
    std::int32_t number = SIGALRM;
    std::int32_t notify = SIGEV_SIGNAL;
    std::int32_t threadId = 0;
};

template <class Spec>
Answer setPosixTimer(Call& call)
{
    if (call.arg(2) == 0)
        return Call::error(EINVAL);
    const auto wanted = call.memory.load<Setting<Spec>>(call.arg(2));
    if (!wanted)
        return Call::error(EFAULT);
    PosixTimers& timers = call.process.posixTimers();
    const PosixTimers::Id id = call.signedArg(0);
    const PosixTimers::Kind* const kind = timers.find(id);
    if (kind == nullptr || !isSetting(*wanted))
        return Call::error(EINVAL);
    const auto old = settingOf<Spec>(timers.get(id));
    const bool isAbsolute = (call.signedArg(1) & TIMER_ABSTIME) != 0;
    std::optional<Instant> expiry;
    if (isProcessorClock(kind->clock)) {
        const auto clock = call.process.timerClock(kind->clock, kind->clockThread);
        if (const Instant value = instantOf(wanted->value); clock && value != Instant::zero())
            expiry = isAbsolute ? value : clock->now + value;
    } else {
        expiry = expiryOf(call, *wanted, isAbsolute, kind->clock);
    }
    if (!timers.set(id, expiry, instantOf(wanted->interval)))
        return Call::error(ESRCH);
    return call.arg(3) == 0 || call.memory.store(call.arg(3), old) ? Answer{} : Call::error(EFAULT);
}

template <class Spec>
Answer getPosixTimer(Call& call)
{
    PosixTimers& timers = call.process.posixTimers();
    if (timers.find(call.signedArg(0)) == nullptr)
        return Call::error(EINVAL);
    const auto setting = settingOf<Spec>(timers.get(call.signedArg(0)));
    return call.memory.store(call.arg(1), setting) ? Answer{} : Call::error(EFAULT);
}

// setitimer

struct IntervalSetting {
    TimeVal32 interval;
    TimeVal32 value;
};

struct IntervalTimer {
    Timers& timers;
    Timers::Id id;
    Instant now; ///< of its clock
};

/// The one that the first argument names.
std::optional<IntervalTimer> intervalTimer(Call& call)
{
    Process::Impl& process = call.process;
    switch (call.signedArg(0)) {
    case ITIMER_REAL:
        return IntervalTimer{process.timers(), process.alarmTimer(), process.now()};
    case ITIMER_VIRTUAL:
    case ITIMER_PROF:
        return IntervalTimer{process.processorTimers(), process.processorTimer(call.signedArg(0)),
                             process.processorTime()};
    default:
        return std::nullopt;
    }
}

} // namespace

/// On a device's clock an eventfd, which the timer counts up as it expires: it is polled and read
/// as a timerfd is.
Answer sysTimerfdCreate(Call& call)
{
    static_assert(int{TFD_NONBLOCK} == int{EFD_NONBLOCK} && int{TFD_CLOEXEC} == int{EFD_CLOEXEC});
    Process::Impl& process = call.process;
    if (!process.clock().isVirtual()) {
        const int made = ::timerfd_create(call.signedArg(0), call.signedArg(1));
        if (made >= 0 && call.signedArg(0) == CLOCK_MONOTONIC)
            process.timerDescriptors().add(made);
        return Call::result(made);
    }
    const int clock = call.signedArg(0);
    const bool isAlarm = kindOfClock(clock) == ClockKind::Alarm;
    const bool isKnown =
        isAlarm || clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC || clock == CLOCK_BOOTTIME;
    if (!isKnown || (call.signedArg(1) & ~(TFD_NONBLOCK | TFD_CLOEXEC)) != 0)
        return Call::error(EINVAL);
    if (isAlarm)
        return Call::error(EPERM);
    const int fd = ::eventfd(0, call.signedArg(1));
    if (fd < 0)
        return Call::result(fd);
    process.addTimerfd(fd, clock);
    return {.value = fd};
}

Answer sysTimerfdSettime(Call& call)
{
    return setTimerfd<TimeSpec32>(call);
}

Answer sysTimerfdSettime64(Call& call)
{
    return setTimerfd<TimeSpec64>(call);
}

Answer sysTimerfdGettime(Call& call)
{
    return getTimerfd<TimeSpec32>(call);
}

Answer sysTimerfdGettime64(Call& call)
{
    return getTimerfd<TimeSpec64>(call);
}

Answer sysSetitimer(Call& call)
{
    const auto spec = [](const TimeVal32& from) {
        return TimeSpec32{from.seconds, from.microseconds * 1000};
    };
    IntervalSetting wanted{};
    if (call.arg(1) != 0) {
        const auto given = call.memory.load<IntervalSetting>(call.arg(1));
        if (!given)
            return Call::error(EFAULT);
        wanted = *given;
    }
    const auto isValue = [](const TimeVal32& value) {
        return value.seconds >= 0 && value.microseconds >= 0 && value.microseconds <= 999'999;
    };
    const auto timer = intervalTimer(call);
    if (!isValue(wanted.value) || !isValue(wanted.interval) || !timer)
        return Call::error(EINVAL);
    const auto before = timer->timers.get(timer->id, timer->now);
    const Instant value = instantOf(spec(wanted.value));
    timer->timers.set(timer->id,
                      value != Instant::zero() ? std::optional(timer->now + value) : std::nullopt,
                      instantOf(spec(wanted.interval)));
    return call.arg(2) == 0 ||
                   call.memory.store(call.arg(2), IntervalSetting{timeValOf(before.interval),
                                                                  timeValOf(before.left)})
               ? Answer{}
               : Call::error(EFAULT);
}

Answer sysGetitimer(Call& call)
{
    const auto timer = intervalTimer(call);
    if (!timer)
        return Call::error(EINVAL);
    const auto setting = timer->timers.get(timer->id, timer->now);
    return call.memory.store(call.arg(1),
                             IntervalSetting{timeValOf(setting.interval), timeValOf(setting.left)})
               ? Answer{}
               : Call::error(EFAULT);
}

Answer sysTimerCreate(Call& call)
{
    SignalEvent32 event;
    if (call.arg(1) != 0) {
        const auto given = call.memory.load<SignalEvent32>(call.arg(1));
        if (!given)
            return Call::error(EFAULT);
        event = *given;
    }
    const int clock = call.signedArg(0);
    if (!call.process.clockTime(clock))
        return Call::error(EINVAL);
    const ClockKind clockKind = kindOfClock(clock);
    if (clockKind == ClockKind::ReadOnly)
        return Call::error(EOPNOTSUPP);
    const bool hasThread = event.notify == (SIGEV_SIGNAL | kThreadId);
    const bool hasSignal =
        hasThread || event.notify == SIGEV_SIGNAL || event.notify == SIGEV_THREAD;
    if ((!hasSignal && event.notify != SIGEV_NONE) || (hasSignal && !isSignal(event.number)) ||
        (hasThread && call.process.findThread(event.threadId) == nullptr))
        return Call::error(EINVAL);
    if (!call.memory.isWritable(call.arg(2), sizeof(PosixTimers::Id)))
        return Call::error(EFAULT);
    if (clockKind == ClockKind::Alarm)
        return Call::error(EPERM);
    const Thread* const clockThread =
        clockKind == ClockKind::Thread ? call.process.threadOfClock(clock) : nullptr;
    const auto timer = call.process.posixTimers().add(
        {.clock = clock,
         .clockThread = clockThread != nullptr ? clockThread->id : 0,
         .signal = hasSignal ? event.number : 0,
         .value = call.arg(1) != 0 ? std::optional(event.value) : std::nullopt,
         .thread = hasThread ? event.threadId : 0});
    if (!timer)
        return Call::error(EAGAIN);
    return call.memory.store(call.arg(2), *timer) ? Answer{} : Call::error(EFAULT);
}

Answer sysTimerSettime(Call& call)
{
    return setPosixTimer<TimeSpec32>(call);
}

Answer sysTimerSettime64(Call& call)
{
    return setPosixTimer<TimeSpec64>(call);
}

Answer sysTimerGettime(Call& call)
{
    return getPosixTimer<TimeSpec32>(call);
}

Answer sysTimerGettime64(Call& call)
{
    return getPosixTimer<TimeSpec64>(call);
}

Answer sysTimerGetoverrun(Call& call)
{
    const PosixTimers& timers = call.process.posixTimers();
    const PosixTimers::Id id = call.signedArg(0);
    return timers.find(id) != nullptr ? Answer{.value = timers.overrunOf(id)} : Call::error(EINVAL);
}

Answer sysTimerDelete(Call& call)
{
    PosixTimers& timers = call.process.posixTimers();
    if (timers.find(call.signedArg(0)) == nullptr)
        return Call::error(EINVAL);
    timers.remove(call.signedArg(0));
    return {};
}

} // namespace perisphere::a7
