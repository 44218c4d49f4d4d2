// Timers: timerfd, setitimer, timer_create.

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

/// Arms a timer as settime calls do: 0 disarms; an absolute time is of that clock.
template <class Spec>
void arm(Call& call, Timers::Id timer, const Setting<Spec>& wanted, bool isAbsolute, int clock)
{
    const Instant value = instantOf(wanted.value);
    std::optional<Instant> expiry;
    if (value != Instant::zero()) {
        const Instant present = call.process.now();
        const Instant base =
            isAbsolute ? present - call.process.clockTime(clock).value_or(present) : present;
        expiry = std::max(base + value, present);
    }
    call.process.timers().set(timer, expiry, instantOf(wanted.interval));
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
    arm(call, *timer, *wanted, (call.signedArg(1) & TFD_TIMER_ABSTIME) != 0,
        call.process.timerClock(*timer));
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

/// struct sigevent of ARM Linux, as far as it counts.
struct SignalEvent32 {
    std::uint32_t value = 0;
    std::int32_t number = SIGALRM;
    std::int32_t notify = SIGEV_SIGNAL;
    std::int32_t threadId = 0;
};

std::optional<Timers::Id> timerAt(Call& call)
{
    const auto id = static_cast<Timers::Id>(call.arg(0));
    return call.process.isPosixTimer(id) ? std::optional(id) : std::nullopt;
}

template <class Spec>
Answer setPosixTimer(Call& call)
{
    const auto timer = timerAt(call);
    const auto wanted = call.memory.load<Setting<Spec>>(call.arg(2));
    if (!timer || !wanted || !isSetting(*wanted))
        return Call::error(timer && !wanted ? EFAULT : EINVAL);
    const auto old = settingOf<Spec>(call.process.timers().get(*timer, call.process.now()));
    if (call.arg(3) != 0 && !call.memory.store(call.arg(3), old))
        return Call::error(EFAULT);
    arm(call, *timer, *wanted, (call.signedArg(1) & TIMER_ABSTIME) != 0,
        call.process.timerClock(*timer));
    return {};
}

template <class Spec>
Answer getPosixTimer(Call& call)
{
    const auto timer = timerAt(call);
    if (!timer)
        return Call::error(EINVAL);
    const auto setting = settingOf<Spec>(call.process.timers().get(*timer, call.process.now()));
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
    if (!process.clockTime(call.signedArg(0)) ||
        (call.signedArg(1) & ~(TFD_NONBLOCK | TFD_CLOEXEC)) != 0)
        return Call::error(EINVAL);
    const int fd = ::eventfd(0, call.signedArg(1));
    if (fd < 0)
        return Call::result(fd);
    process.addTimerfd(fd, call.signedArg(0));
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
    const auto timer = intervalTimer(call);
    if (!timer)
        return Call::error(EINVAL);
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
    if (!isValue(wanted.value) || !isValue(wanted.interval))
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
    constexpr int kThreadId = 4; // SIGEV_THREAD_ID
    const bool isKnown = event.notify == SIGEV_SIGNAL || event.notify == SIGEV_NONE ||
                         event.notify == (SIGEV_SIGNAL | kThreadId);
    if (!call.process.clockTime(call.signedArg(0)) || !isKnown || event.number < 1 ||
        event.number > kSignals)
        return Call::error(EINVAL);
    const Timers::Id timer = call.process.addPosixTimer(
        call.signedArg(0), event.notify == SIGEV_NONE ? 0 : event.number, event.value,
        event.notify == (SIGEV_SIGNAL | kThreadId) ? event.threadId : 0, call.arg(1) == 0);
    return call.memory.store(call.arg(2), timer) ? Answer{} : Call::error(EFAULT);
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
    const auto timer = timerAt(call);
    return timer ? Answer{.value = call.process.overrunOf(*timer)} : Call::error(EINVAL);
}

Answer sysTimerDelete(Call& call)
{
    const auto timer = timerAt(call);
    if (!timer)
        return Call::error(EINVAL);
    call.process.removePosixTimer(*timer);
    return {};
}

} // namespace perisphere::a7
