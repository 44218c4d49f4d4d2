// Clocks and sleeps.

#include "../guest_structs.hpp"
#include "../syscall.hpp"

#include <cerrno>
#include <ctime>
#include <sys/time.h>
#include <sys/times.h>

namespace perisphere::a7
{
namespace
{

template <class Spec>
Answer storeTime(Call& call, int result, const timespec& time)
{
    if (result != 0)
        return Call::result(result);
    const Spec spec{static_cast<decltype(Spec::seconds)>(time.tv_sec),
                    static_cast<decltype(Spec::nanoseconds)>(time.tv_nsec)};
    return call.arg(1) == 0 || call.memory.store(call.arg(1), spec) ? Answer{}
                                                                    : Call::error(EFAULT);
}

template <class Spec>
Answer sleep(Call& call, clockid_t clock, bool isAbsolute, unsigned request, unsigned remaining)
{
    const auto given = call.memory.load<Spec>(call.arg(request));
    if (!given)
        return Call::error(EFAULT);
    const auto nanoseconds = static_cast<std::int32_t>(given->nanoseconds);
    if (given->seconds < 0 || nanoseconds < 0 || nanoseconds > 999'999'999)
        return Call::error(EINVAL);
    static_cast<void>(remaining);
    if (call.hasTimedOut())
        return {};
    Instant time = std::chrono::seconds(given->seconds) + std::chrono::nanoseconds(nanoseconds);
    if (isAbsolute) {
        timespec now{};
        if (::clock_gettime(clock, &now) != 0)
            return Call::result(-1);
        time -= std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
    }
    return call.wait({.deadline = call.deadlineAfter(time)});
}

} // namespace

Answer sysClockGettime(Call& call)
{
    timespec time{};
    return storeTime<TimeSpec32>(call, ::clock_gettime(call.signedArg(0), &time), time);
}

Answer sysClockGettime64(Call& call)
{
    timespec time{};
    const int result = ::clock_gettime(call.signedArg(0), &time);
    return storeTime<TimeSpec64>(call, result, time);
}

Answer sysClockGetres(Call& call)
{
    timespec time{};
    const int result = ::clock_getres(call.signedArg(0), &time);
    return storeTime<TimeSpec32>(call, result, time);
}

Answer sysClockGetres64(Call& call)
{
    timespec time{};
    const int result = ::clock_getres(call.signedArg(0), &time);
    return storeTime<TimeSpec64>(call, result, time);
}

Answer sysGettimeofday(Call& call)
{
    timeval time{};
    ::gettimeofday(&time, nullptr);
    const TimeVal32 value{static_cast<std::int32_t>(time.tv_sec),
                          static_cast<std::int32_t>(time.tv_usec)};
    return call.memory.store(call.arg(0), value) ? Answer{} : Call::error(EFAULT);
}

Answer sysTimes(Call& call)
{
    tms times{};
    const clock_t ticks = ::times(&times);
    const std::array<std::int32_t, 4> value{
        static_cast<std::int32_t>(times.tms_utime), static_cast<std::int32_t>(times.tms_stime),
        static_cast<std::int32_t>(times.tms_cutime), static_cast<std::int32_t>(times.tms_cstime)};
    if (call.arg(0) != 0 && !call.memory.store(call.arg(0), value))
        return Call::error(EFAULT);
    return {.value = static_cast<std::int32_t>(ticks)};
}

Answer sysNanosleep(Call& call)
{
    return sleep<TimeSpec32>(call, CLOCK_MONOTONIC, false, 0, 1);
}

Answer sysClockNanosleep(Call& call)
{
    return sleep<TimeSpec32>(call, call.signedArg(0), (call.signedArg(1) & TIMER_ABSTIME) != 0, 2,
                             3);
}

Answer sysClockNanosleep64(Call& call)
{
    return sleep<TimeSpec64>(call, call.signedArg(0), (call.signedArg(1) & TIMER_ABSTIME) != 0, 2,
                             3);
}

Answer sysSetitimer(Call& call)
{
    struct Setting {
        TimeVal32 interval;
        TimeVal32 value;
    };
    itimerval host{};
    itimerval before{};
    if (call.arg(1) != 0) {
        const auto wanted = call.memory.load<Setting>(call.arg(1));
        if (!wanted)
            return Call::error(EFAULT);
        host = {.it_interval = {wanted->interval.seconds, wanted->interval.microseconds},
                .it_value = {wanted->value.seconds, wanted->value.microseconds}};
    }
    call.process.actionChanged(SIGALRM);
    if (::setitimer(static_cast<__itimer_which>(call.arg(0)), &host, &before) != 0)
        return Call::result(-1);
    const auto back = [](const timeval& from) {
        return TimeVal32{static_cast<std::int32_t>(from.tv_sec),
                         static_cast<std::int32_t>(from.tv_usec)};
    };
    return call.arg(2) == 0 || call.memory.store(call.arg(2), Setting{back(before.it_interval),
                                                                      back(before.it_value)})
               ? Answer{}
               : Call::error(EFAULT);
}

} // namespace perisphere::a7
