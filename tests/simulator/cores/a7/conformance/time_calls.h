// System calls on clocks and timers, by their numbers.
#pragma once

#include <sys/syscall.h>

/// Calls that have `long` in their times; not all C libraries name them.
#ifdef __arm__
enum {
    kGettimeofday = 78,
    kSettimeofday = 79,
    kTimerSettime = 258,
    kTimerGettime = 259,
    kClockSettime = 262,
    kClockGettime = 263,
    kClockGetres = 264,
    kClockNanosleep = 265,
};
#else
enum {
    kGettimeofday = SYS_gettimeofday,
    kSettimeofday = SYS_settimeofday,
    kTimerSettime = SYS_timer_settime,
    kTimerGettime = SYS_timer_gettime,
    kClockSettime = SYS_clock_settime,
    kClockGettime = SYS_clock_gettime,
    kClockGetres = SYS_clock_getres,
    kClockNanosleep = SYS_clock_nanosleep,
};
#endif
