#include "descriptor_guard.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <set>
#include <sys/resource.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

/// As high as a descriptor can be where the table of a process is not enlarged for it.
constexpr rlim_t kHighest = 1024;
constexpr rlim_t kRoom = 32;

std::set<int>& keptDescriptors()
{
    static std::set<int> kept;
    return kept;
}

} // namespace

int keepFromGuest(int fd)
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const auto least =
        static_cast<int>(std::max(std::min(limit.rlim_cur, kHighest), kRoom + 1) - kRoom);
    const int kept = ::fcntl(fd, F_DUPFD_CLOEXEC, least);
    const int error = errno;
    ::close(fd);
    errno = error;
    if (kept >= 0)
        keptDescriptors().insert(kept);
    return kept;
}

bool isKept(int fd)
{
    return keptDescriptors().contains(fd);
}

std::vector<int> keptBetween(unsigned first, unsigned last)
{
    std::vector<int> found;
    for (const int fd : keptDescriptors())
        if (static_cast<unsigned>(fd) >= first && static_cast<unsigned>(fd) <= last)
            found.push_back(fd);
    return found;
}

void closeKept(int fd)
{
    if (keptDescriptors().erase(fd) != 0)
        ::close(fd);
}

} // namespace perisphere::a7
