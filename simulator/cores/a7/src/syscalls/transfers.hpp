// Reads and writes: vectors of the program's memory, and what takes a part at a time.
#pragma once

#include "../guest_structs.hpp"
#include "../syscall.hpp"

#include <optional>
#include <sys/types.h>
#include <sys/uio.h>
#include <vector>

namespace perisphere::a7
{

/// The host's view of a guest's vectors; nullopt: `error` is the answer.
[[nodiscard]] std::optional<std::vector<iovec>> vectorsAt(Call& call, std::uint32_t address,
                                                          std::uint32_t count, int& error);

/// Whether the host may take less than it is given, and then waits for whoever reads it.
[[nodiscard]] bool takesParts(int fd);

/// The bytes that such a descriptor takes without waiting once it is ready: a page of a pipe.
inline constexpr std::size_t kPart = 4096;

/// `count` bytes by `step(done, bytes)`, as with write(2): the thread waits until the descriptor
/// has taken them all, or the signal that comes in between tells how many.
template <class Step>
Answer sendAll(Call& call, int fd, std::size_t count, Step step)
{
    const bool isWhole = count <= kPart || !takesParts(fd);
    std::uint32_t& done = call.thread.progress;
    do {
        if (call.wouldBlock(fd, POLLOUT))
            return call.waitFor(fd, POLLOUT);
        const std::size_t left = count - done;
        const ssize_t taken = step(done, isWhole ? left : std::min(left, kPart));
        if (taken < 0)
            return done != 0 ? Answer{.value = done} : Call::result(taken);
        done += static_cast<std::uint32_t>(taken);
        if (isWhole || taken == 0)
            break;
    } while (done < count);
    return {.value = done};
}

} // namespace perisphere::a7
