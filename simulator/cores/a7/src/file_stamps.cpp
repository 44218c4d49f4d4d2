// The times of files that a program writes: those of the device's clock. The host stamps them with
// its own; so they are set again after each call that writes.
//
// What is written through a shared mapping keeps the host's time until the next such call.

#include "process_impl.hpp"

#include <array>
#include <sys/stat.h>

namespace perisphere::a7
{

void Process::Impl::stampFile(int fd)
{
    struct stat status {
    };
    if (!m_clock.isVirtual() || ::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        return;
    const Instant time = realTime();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    const timespec stamp{.tv_sec = seconds.count(), .tv_nsec = (time - seconds).count()};
    const std::array<timespec, 2> times{stamp, stamp};
    (void)::futimens(fd, times.data());
}

/// Of the device's, which has made it with the host's time, if it has.
void Process::Impl::stampNewFile(int fd)
{
    struct stat status {
    };
    if (::fstat(fd, &status) == 0 && status.st_size == 0)
        stampFile(fd);
}

} // namespace perisphere::a7
