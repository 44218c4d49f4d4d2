#include "perisphere/linux/network/system_clock.hpp"

#include <cerrno>
#include <ctime>
#include <sys/timex.h>

namespace perisphere::target
{
namespace
{

Result<> adjust(timex& change)
{
    if (::adjtimex(&change) < 0)
        return fail(systemError(errno, "set", "the system's clock"));
    return {};
}

} // namespace

std::int64_t unixNanoseconds()
{
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * kNanosecondsInSecond + now.tv_nsec;
}

bool isClockSynchronised()
{
    timex state{};
    return ::adjtimex(&state) != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

Result<> correctClock(std::int64_t offsetNanoseconds)
{
    constexpr std::int64_t kStep = kNanosecondsInSecond / 8;
    constexpr std::int64_t kNanosecondsInMicrosecond = 1000;
    timex change{};
    if (offsetNanoseconds > -kStep && offsetNanoseconds < kStep) {
        change.modes = ADJ_OFFSET_SINGLESHOT;
        change.offset =
            static_cast<decltype(change.offset)>(offsetNanoseconds / kNanosecondsInMicrosecond);
    } else {
        change.modes = ADJ_SETOFFSET | ADJ_NANO;
        std::int64_t seconds = offsetNanoseconds / kNanosecondsInSecond;
        std::int64_t rest = offsetNanoseconds % kNanosecondsInSecond;
        if (rest < 0) {
            rest += kNanosecondsInSecond;
            --seconds;
        }
        change.time.tv_sec = static_cast<decltype(change.time.tv_sec)>(seconds);
        change.time.tv_usec = static_cast<decltype(change.time.tv_usec)>(rest); // ADJ_NANO
    }
    if (auto moved = adjust(change); !moved)
        return moved;
    timex state{};
    state.modes = ADJ_STATUS | ADJ_MAXERROR | ADJ_ESTERROR; // no STA_UNSYNC, no error known
    return adjust(state);
}

} // namespace perisphere::target
