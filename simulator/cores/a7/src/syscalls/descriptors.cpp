// Transfers and properties of open descriptors.

#include "../descriptor_guard.hpp"
#include "random_device.hpp"
#include "signalfd.hpp"
#include "transfers.hpp"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#include <vector>

namespace perisphere::a7
{
namespace
{

/// The bytes from `done` on of what the vectors have, at most `bytes`.
std::vector<iovec> partOf(const std::vector<iovec>& vectors, std::size_t done, std::size_t bytes)
{
    std::vector<iovec> part;
    for (const iovec& one : vectors) {
        const std::size_t skipped = std::min(done, one.iov_len);
        done -= skipped;
        const std::size_t taken = std::min(bytes, one.iov_len - skipped);
        bytes -= taken;
        if (taken != 0)
            part.push_back({static_cast<std::uint8_t*>(one.iov_base) + skipped, taken});
    }
    return part;
}

/// Whether hosts can transfer what a pipe has or takes at once, and nothing otherwise; newer ones
/// can.
bool& canTransferAtOnce()
{
    static bool canIt = true;
    return canIt;
}

/// Whether the host has answered so; otherwise it is asked in the usual way.
bool hasAnswered(ssize_t result)
{
    if (result >= 0)
        return true;
    if (errno == EOPNOTSUPP || errno == ENOSYS || errno == EPERM)
        canTransferAtOnce() = false;
    return canTransferAtOnce() && errno != EAGAIN;
}

/// The program's own pipes, which are asked once instead of twice.
std::optional<Answer> readPipe(Call& call, int fd)
{
    if (call.arg(2) == 0 || call.process.descriptors().pipeOf(fd) == 0 || !canTransferAtOnce())
        return std::nullopt;
    const iovec target{call.bytes(1, call.arg(2)), call.arg(2)};
    const ssize_t count = ::preadv2(fd, &target, 1, -1, RWF_NOWAIT);
    if (hasAnswered(count))
        return Call::result(count);
    if (!canTransferAtOnce() || (::fcntl(fd, F_GETFL) & O_NONBLOCK) != 0)
        return std::nullopt;
    return call.waitFor(fd, POLLIN);
}

/// Those of so few bytes that a pipe takes them all or none.
std::optional<Answer> writePipe(Call& call, int fd)
{
    const unsigned pipe = call.process.descriptors().pipeOf(fd);
    if (pipe == 0 || call.arg(2) == 0 || call.arg(2) > kPart || call.thread.progress != 0 ||
        !canTransferAtOnce())
        return std::nullopt;
    const iovec source{call.bytes(1, call.arg(2)), call.arg(2)};
    const ssize_t count = ::pwritev2(fd, &source, 1, -1, RWF_NOWAIT);
    if (!hasAnswered(count))
        return std::nullopt;
    if (count > 0)
        call.process.wakeReaders(pipe);
    return Call::result(count);
}

/// A counter (eventfd) that has room, but not for as much as is added: the thread waits for it, the
/// host does not. nullopt: it is none, or it is added in the usual way.
std::optional<Answer> addToCounter(Call& call, int fd, std::uint32_t address, std::size_t bytes)
{
    const auto added = bytes >= sizeof(std::uint64_t) ? call.memory.load<std::uint64_t>(address)
                                                      : std::optional<std::uint64_t>();
    struct stat status {
    };
    if (added.value_or(1) <= 1 || ::fstat(fd, &status) != 0 || (status.st_mode & S_IFMT) != 0)
        return std::nullopt;
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags < 0 || (flags & O_NONBLOCK) != 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0)
        return std::nullopt;
    const Answer answer = Call::result(::write(fd, &*added, sizeof *added));
    (void)::fcntl(fd, F_SETFL, flags);
    if (answer.value != -EAGAIN)
        return answer;
    constexpr auto kLook = std::chrono::milliseconds(1); // no event tells of just enough room
    return call.wait({.deadline = call.process.now() + kLook, .isLook = true});
}

Answer makePipe(Call& call, int flags)
{
    int ends[2] = {-1, -1};
    if (::pipe2(ends, flags) != 0)
        return Call::result(-1);
    if (call.memory.store(call.arg(0), ends)) {
        call.process.descriptors().setPipe(ends[0], ends[1]);
        return {};
    }
    ::close(ends[0]);
    ::close(ends[1]);
    return Call::error(EFAULT);
}

} // namespace

Answer sysRead(Call& call)
{
    if (const auto signals = readSignals(call))
        return *signals;
    if (const auto random = readRandom(call))
        return *random;
    const int fd = call.signedArg(0);
    if (const auto answer = readPipe(call, fd))
        return *answer;
    call.process.expireTimers();
    if (call.arg(2) != 0 && call.wouldBlock(fd, POLLIN))
        return call.waitFor(fd, POLLIN);
    return Call::result(::read(fd, call.bytes(1, call.arg(2)), call.arg(2)));
}

Answer sysWrite(Call& call)
{
    const int fd = call.signedArg(0);
    if (const auto answer = writePipe(call, fd))
        return *answer;
    if (const auto answer = addToCounter(call, fd, call.arg(1), call.arg(2)))
        return *answer;
    const std::uint8_t* const data = call.bytes(1, call.arg(2));
    return sendAll(call, fd, call.arg(2), [&](std::size_t done, std::size_t bytes) {
        return ::write(fd, data + done, bytes);
    });
}

Answer sysReadv(Call& call)
{
    int error = 0;
    const auto vectors = vectorsAt(call, call.arg(1), call.arg(2), error);
    if (!vectors)
        return Call::error(error);
    if (const auto random = readRandom(call, *vectors))
        return *random;
    call.process.expireTimers();
    if (call.wouldBlock(call.signedArg(0), POLLIN))
        return call.waitFor(call.signedArg(0), POLLIN);
    return Call::result(
        ::readv(call.signedArg(0), vectors->data(), static_cast<int>(vectors->size())));
}

Answer sysWritev(Call& call)
{
    int error = 0;
    const auto vectors = vectorsAt(call, call.arg(1), call.arg(2), error);
    if (!vectors)
        return Call::error(error);
    const int fd = call.signedArg(0);
    if (const auto first = call.memory.load<IoVec32>(call.arg(1)); first && !vectors->empty())
        if (const auto answer = addToCounter(call, fd, first->base, first->bytes))
            return *answer; // of several numbers the first, as a write may
    std::size_t total = 0;
    for (const iovec& one : *vectors)
        total += one.iov_len;
    return sendAll(call, fd, total, [&](std::size_t done, std::size_t bytes) {
        const std::vector<iovec> part = partOf(*vectors, done, bytes);
        return ::writev(fd, part.data(), static_cast<int>(part.size()));
    });
}

Answer sysPread64(Call& call)
{
    if (const auto random = readRandom(call))
        return *random;
    return Call::result(
        ::pread(call.signedArg(0), call.bytes(1, call.arg(2)), call.arg(2), call.pair(4)));
}

Answer sysPwrite64(Call& call)
{
    return Call::result(
        ::pwrite(call.signedArg(0), call.bytes(1, call.arg(2)), call.arg(2), call.pair(4)));
}

Answer sysClose(Call& call)
{
    return Call::result(::close(call.signedArg(0)));
}

Answer sysDup(Call& call)
{
    return Call::result(::dup(call.signedArg(0)));
}

Answer sysDup2(Call& call)
{
    return isKept(call.signedArg(1)) ? Call::error(EBADF)
                                     : Call::result(::dup2(call.signedArg(0), call.signedArg(1)));
}

Answer sysDup3(Call& call)
{
    if (isKept(call.signedArg(1)))
        return Call::error(EBADF);
    return Call::result(::dup3(call.signedArg(0), call.signedArg(1), call.signedArg(2)));
}

Answer sysCloseRange(Call& call)
{
    constexpr std::uint32_t kUnshare = 2; // threads of ours share their descriptors anyway
    constexpr std::uint32_t kCloexec = 4;
    if (call.arg(0) > call.arg(1) || (call.arg(2) & ~(kUnshare | kCloexec)) != 0)
        return Call::error(EINVAL);
    // In ranges between those that are kept.
    std::uint32_t first = call.arg(0);
    for (const int kept : keptBetween(call.arg(0), call.arg(1))) {
        const auto end = static_cast<std::uint32_t>(kept);
        if (end > first)
            ::syscall(SYS_close_range, first, end - 1, call.arg(2) & kCloexec);
        first = end + 1;
    }
    return first > call.arg(1) ? Answer{}
                               : Call::result(::syscall(SYS_close_range, first, call.arg(1),
                                                        call.arg(2) & kCloexec));
}

Answer sysLseek(Call& call)
{
    return Call::result(::lseek(call.signedArg(0), call.signedArg(1), call.signedArg(2)));
}

Answer sysLlseek(Call& call)
{
    const auto offset = static_cast<std::int64_t>(std::uint64_t{call.arg(1)} << 32 | call.arg(2));
    const std::int64_t place = ::lseek(call.signedArg(0), offset, call.signedArg(4));
    if (place < 0)
        return Call::result(place);
    return call.memory.store(call.arg(3), place) ? Answer{} : Call::error(EFAULT);
}

Answer sysFtruncate64(Call& call)
{
    return Call::result(::ftruncate(call.signedArg(0), call.pair(2)));
}

Answer sysFsync(Call& call)
{
    return Call::result(::fsync(call.signedArg(0)));
}

Answer sysPipe2(Call& call)
{
    const int flags = call.signedArg(1);
    return makePipe(call, (flags & ~kGuestDirect) | ((flags & kGuestDirect) != 0 ? O_DIRECT : 0));
}

Answer sysPipe(Call& call)
{
    return makePipe(call, 0);
}

Answer sysEventfd(Call& call)
{
    return Call::result(::eventfd(call.arg(0), 0));
}

Answer sysEventfd2(Call& call)
{
    return Call::result(::eventfd(call.arg(0), call.signedArg(1)));
}

Answer sysMemfdCreate(Call& call)
{
    const auto name = call.memory.text(call.arg(0));
    return name ? Call::result(::syscall(SYS_memfd_create, name->c_str(), call.arg(1)))
                : Call::error(EFAULT);
}

Answer sysFlock(Call& call)
{
    const int operation = call.signedArg(1);
    if (::flock(call.signedArg(0), operation | LOCK_NB) == 0)
        return {};
    if (errno != EAGAIN || (operation & LOCK_NB) != 0)
        return Call::result(-1);
    constexpr auto kLook = std::chrono::milliseconds(5); // the thread waits, the host does not
    return call.wait({.deadline = call.process.now() + kLook, .isLook = true});
}

} // namespace perisphere::a7
