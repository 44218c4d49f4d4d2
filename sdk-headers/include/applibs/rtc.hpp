// Real-time clock: applibs/rtc.h, which documents the call.
#pragma once

#include <applibs/result.hpp>
#include <applibs/rtc.h>

namespace applibs::rtc
{

/// Copies the system's time to the real-time clock.
inline Result<void> setFromSystemTime()
{
    return detail::check(clock_systohc(), "clock_systohc");
}

} // namespace applibs::rtc
