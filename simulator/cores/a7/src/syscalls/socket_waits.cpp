#include "socket_waits.hpp"

#include "../guest_structs.hpp"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/time.h>

namespace perisphere::a7
{

sockaddr* addressAt(Call& call, unsigned argument)
{
    return call.arg(argument) == 0 ? nullptr
                                   : reinterpret_cast<sockaddr*>(call.bytes(argument, kMaxAddress));
}

bool isBlocking(int fd, std::uint32_t messageFlags)
{
    if ((messageFlags & MSG_DONTWAIT) != 0)
        return false;
    const int flags = ::fcntl(fd, F_GETFL);
    return flags >= 0 && (flags & O_NONBLOCK) == 0;
}

Answer waitForSocket(Call& call, int fd, short events)
{
    if (call.hasTimedOut())
        return Call::error(EAGAIN);
    timeval limit{};
    socklen_t bytes = sizeof limit;
    const int option = events == POLLIN ? SO_RCVTIMEO : SO_SNDTIMEO;
    if (::getsockopt(fd, SOL_SOCKET, option, &limit, &bytes) == 0 &&
        (limit.tv_sec != 0 || limit.tv_usec != 0))
        (void)call.deadlineAfter(instantOf(limit.tv_sec, limit.tv_usec * 1000));
    return call.waitFor(fd, events);
}

} // namespace perisphere::a7
