// Clocks and sleeps.

#include "../clock_kinds.hpp"
#include "../guest_structs.hpp"
#include "../syscall.hpp"

#include <cerrno>
#include <ctime>
#include <sys/times.h>

namespace perisphere::a7
{
namespace
{

using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr std::int64_t kTicksPerSecond = 100; ///< sysconf(_SC_CLK_TCK)

template <class Spec>
Answer storeTime(Call& call, const std::optional<Instant>& time)
{
    if (!time)
        return Call::error(EINVAL);
    return call.memory.store(call.arg(1), specOf<Spec>(*time)) ? Answer{} : Call::error(EFAULT);
}

template <class Spec>
Answer resolution(Call& call)
{
    const auto finest = call.process.clockResolution(call.signedArg(0));
    if (!finest)
        return Call::error(EINVAL);
    return call.arg(1) == 0 || call.memory.store(call.arg(1), specOf<Spec>(*finest))
               ? Answer{}
               : Call::error(EFAULT);
}

template <class Spec>
Answer setClock(Call& call)
{
    const int clock = call.signedArg(0);
    const bool isProcessor = clock < 0 && call.process.clockTime(clock).has_value();
    if (clock != CLOCK_REALTIME && !isProcessor)
        return Call::error(EINVAL);
    const auto time = call.memory.load<Spec>(call.arg(1));
    if (!time)
        return Call::error(EFAULT);
    if (isProcessor)
        return Call::error(EPERM);
    if (!isSpec(*time))
        return Call::error(EINVAL);
    return call.process.setRealTime(instantOf(*time)) ? Answer{} : Call::error(EPERM);
}

template <class Spec>
Answer sleep(Call& call, int clock, bool isAbsolute, unsigned request)
{
    const auto present = call.process.clockTime(clock);
    if (!present)
        return Call::error(EINVAL);
    const ClockKind kind = kindOfClock(clock);
    if (kind == ClockKind::ReadOnly || isProcessorClock(clock))
        return Call::error(EOPNOTSUPP);
    const auto given = call.memory.load<Spec>(call.arg(request));
    if (!given)
        return Call::error(EFAULT);
    if (!isSpec(*given))
        return Call::error(EINVAL);
    if (kind == ClockKind::Alarm)
        return Call::error(EPERM);
    if (call.hasTimedOut())
        return {};
    const Instant left = isAbsolute ? instantOf(*given) - *present : instantOf(*given);
    if (isAbsolute && left <= Instant::zero())
        return {};
    Wait wait{.deadline = call.deadlineAfter(left)};
    if (!isAbsolute) {
        wait.remaining = call.arg(request + 1);
        wait.remainingForm =
            sizeof(Spec) == sizeof(TimeSpec64) ? TimeForm::Spec64 : TimeForm::Spec32;
    }
    return call.wait(std::move(wait));
}

} // namespace

Answer sysClockGettime(Call& call)
{
    return storeTime<TimeSpec32>(call, call.process.clockTime(call.signedArg(0)));
}

Answer sysClockGettime64(Call& call)
{
    return storeTime<TimeSpec64>(call, call.process.clockTime(call.signedArg(0)));
}

Answer sysClockGetres(Call& call)
{
    return resolution<TimeSpec32>(call);
}

Answer sysClockGetres64(Call& call)
{
    return resolution<TimeSpec64>(call);
}

Answer sysClockSettime(Call& call)
{
    return setClock<TimeSpec32>(call);
}

Answer sysClockSettime64(Call& call)
{
    return setClock<TimeSpec64>(call);
}

Answer sysGettimeofday(Call& call)
{
    const TimeVal32 value = timeValOf(call.process.realTime());
    if (call.arg(0) != 0 && !call.memory.store(call.arg(0), value))
        return Call::error(EFAULT);
    const std::array<std::int32_t, 2> utc{};
    return call.arg(1) == 0 || call.memory.store(call.arg(1), utc) ? Answer{} : Call::error(EFAULT);
}

Answer sysSettimeofday(Call& call)
{
    if (call.arg(0) == 0) // a time zone alone, which nobody has
        return call.arg(1) == 0 || call.memory.load<std::array<std::int32_t, 2>>(call.arg(1))
                   ? Answer{}
                   : Call::error(EFAULT);
    const auto time = call.memory.load<TimeVal32>(call.arg(0));
    if (!time)
        return Call::error(EFAULT);
    if (time->seconds < 0 || time->microseconds < 0 || time->microseconds > 999'999)
        return Call::error(EINVAL);
    const bool isSet = call.process.setRealTime(seconds(time->seconds) +
                                                std::chrono::microseconds(time->microseconds));
    return isSet ? Answer{} : Call::error(EPERM);
}

Answer sysTimes(Call& call)
{
    const auto ticks = [](Instant time) {
        return static_cast<std::int32_t>(time.count() / (1'000'000'000 / kTicksPerSecond));
    };
    std::array<std::int32_t, 4> value{ticks(call.process.processorTime())};
    if (!call.process.clock().isVirtual()) {
        tms times{};
        (void)::times(&times);
        value[2] = static_cast<std::int32_t>(times.tms_cutime);
        value[3] = static_cast<std::int32_t>(times.tms_cstime);
    }
    if (call.arg(0) != 0 && !call.memory.store(call.arg(0), value))
        return Call::error(EFAULT);
    return {.value = ticks(call.process.now())};
}

Answer sysNanosleep(Call& call)
{
    return sleep<TimeSpec32>(call, CLOCK_MONOTONIC, false, 0);
}

Answer sysClockNanosleep(Call& call)
{
    return sleep<TimeSpec32>(call, call.signedArg(0), (call.signedArg(1) & TIMER_ABSTIME) != 0, 2);
}

Answer sysClockNanosleep64(Call& call)
{
    return sleep<TimeSpec64>(call, call.signedArg(0), (call.signedArg(1) & TIMER_ABSTIME) != 0, 2);
}

} // namespace perisphere::a7
