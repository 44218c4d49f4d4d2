// How a thread waits for a socket: the host is never asked to.
#pragma once

#include "../syscall.hpp"

#include <cstddef>
#include <sys/socket.h>
#include <sys/types.h>

namespace perisphere::a7
{

/// Largest address of a socket; the kernel takes no longer ones.
inline constexpr std::uint32_t kMaxAddress = sizeof(sockaddr_storage);

[[nodiscard]] sockaddr* addressAt(Call& call, unsigned argument);

/// Whether the program wants to wait for it.
[[nodiscard]] bool isBlocking(int fd, std::uint32_t messageFlags);

/// Of a call that found nothing there: waits, at most as long as SO_RCVTIMEO (of POLLIN) or
/// SO_SNDTIMEO says; then EAGAIN, as the kernel.
Answer waitForSocket(Call& call, int fd, short events);

/// `count` bytes to a socket or from it by `step(done, bytes)`, which does not wait; a stream takes
/// or gives parts until all is done (`isWhole` false) or any part is enough.
template <class Step>
Answer transferAll(Call& call, int fd, short events, std::uint32_t flags, std::size_t count,
                   bool takesAnyPart, Step step)
{
    std::uint32_t& done = call.thread.progress;
    for (;;) {
        const ssize_t taken = step(std::size_t{done}, count - done);
        if (taken < 0 && errno == EAGAIN && isBlocking(fd, flags)) {
            const Answer answer = waitForSocket(call, fd, events);
            return answer.isWaiting || done == 0 ? answer : Answer{.value = done};
        }
        if (taken < 0)
            return done != 0 ? Answer{.value = done} : Call::result(taken);
        done += static_cast<std::uint32_t>(taken);
        if (takesAnyPart || taken == 0 || done >= count || !isBlocking(fd, flags))
            return {.value = done};
    }
}

} // namespace perisphere::a7
