// How long something kept a processor busy: on a machine with other work the clock on the wall
// would tell of that.
#pragma once

#include <ctime>
#include <sys/resource.h>

namespace perisphere::bench
{

/// Of this process, in seconds.
inline double cpuSeconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// In user and system mode, in seconds.
inline double cpuSeconds(const rusage& usage)
{
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

} // namespace perisphere::bench
