// Transfers and properties of open descriptors.

#include "../guest_structs.hpp"
#include "../syscall.hpp"

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <termios.h>
#include <unistd.h>
#include <vector>

namespace perisphere::a7
{
namespace
{

constexpr std::size_t kMaxVectors = 1024;

/// The host's view of a guest's vectors; nullopt: EFAULT or EINVAL in `error`.
std::optional<std::vector<iovec>> vectorsAt(Call& call, std::uint32_t address, std::uint32_t count,
                                            int& error)
{
    error = count > kMaxVectors ? EINVAL : EFAULT;
    if (count > kMaxVectors)
        return std::nullopt;
    std::vector<iovec> vectors(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto one = call.memory.load<IoVec32>(address + i * 8);
        if (!one)
            return std::nullopt;
        vectors[i] = {call.memory.host(one->base), one->bytes};
    }
    return vectors;
}

} // namespace

Answer sysRead(Call& call)
{
    const int fd = call.signedArg(0);
    if (call.arg(2) != 0 && call.wouldBlock(fd, POLLIN))
        return call.waitFor(fd, POLLIN);
    return Call::result(::read(fd, call.memory.host(call.arg(1)), call.arg(2)));
}

Answer sysWrite(Call& call)
{
    const int fd = call.signedArg(0);
    if (call.wouldBlock(fd, POLLOUT))
        return call.waitFor(fd, POLLOUT);
    return Call::result(::write(fd, call.memory.host(call.arg(1)), call.arg(2)));
}

Answer sysReadv(Call& call)
{
    int error = 0;
    const auto vectors = vectorsAt(call, call.arg(1), call.arg(2), error);
    if (!vectors)
        return Call::error(error);
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
    if (call.wouldBlock(call.signedArg(0), POLLOUT))
        return call.waitFor(call.signedArg(0), POLLOUT);
    return Call::result(
        ::writev(call.signedArg(0), vectors->data(), static_cast<int>(vectors->size())));
}

Answer sysPread64(Call& call)
{
    return Call::result(
        ::pread(call.signedArg(0), call.memory.host(call.arg(1)), call.arg(2), call.pair(4)));
}

Answer sysPwrite64(Call& call)
{
    return Call::result(
        ::pwrite(call.signedArg(0), call.memory.host(call.arg(1)), call.arg(2), call.pair(4)));
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
    return Call::result(::dup2(call.signedArg(0), call.signedArg(1)));
}

Answer sysDup3(Call& call)
{
    return Call::result(::dup3(call.signedArg(0), call.signedArg(1), call.signedArg(2)));
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

Answer sysFcntl64(Call& call)
{
    constexpr int kDifferent = kGuestDirectory | kGuestNoFollow | kGuestDirect | kGuestLargeFile;
    const int fd = call.signedArg(0);
    const int command = call.signedArg(1);
    switch (command) {
    case F_GETFL: {
        const int flags = ::fcntl(fd, F_GETFL);
        if (flags < 0)
            return Call::result(flags);
        int guest = flags & ~(O_DIRECTORY | O_NOFOLLOW | O_DIRECT);
        guest |= (flags & O_DIRECTORY) != 0 ? kGuestDirectory : 0;
        guest |= (flags & O_DIRECT) != 0 ? kGuestDirect : 0;
        return {.value = guest | kGuestLargeFile};
    }
    case F_SETFL:
        return Call::result(::fcntl(fd, F_SETFL, call.signedArg(2) & ~kDifferent));
    case F_DUPFD:
    case F_DUPFD_CLOEXEC:
    case F_GETFD:
    case F_SETFD:
    case F_SETPIPE_SZ:
    case F_GETPIPE_SZ:
    case F_GETOWN:
    case F_SETOWN:
    case F_ADD_SEALS:
    case F_GET_SEALS:
        return Call::result(::fcntl(fd, command, call.signedArg(2)));
    case 12: // F_GETLK64 and its kin: their structure is the host's
    case 13:
    case 14:
        return Call::result(::fcntl(fd,
                                    command == 12   ? F_GETLK
                                    : command == 13 ? F_SETLK
                                                    : F_SETLKW,
                                    call.memory.host(call.arg(2))));
    default:
        return Call::error(EINVAL);
    }
}

/// Those whose arguments are the host's; others are not known to the descriptor.
Answer sysIoctl(Call& call)
{
    switch (call.arg(1)) {
    case TCGETS:
    case TCSETS:
    case TCSETSW:
    case TCSETSF:
    case TIOCGWINSZ:
    case TIOCSWINSZ:
    case FIONREAD:
    case FIONBIO:
    case FIOCLEX:
    case FIONCLEX:
    case TIOCOUTQ:
    case TCFLSH:
        return Call::result(::ioctl(call.signedArg(0), call.arg(1), call.memory.host(call.arg(2))));
    default:
        return Call::error(ENOTTY);
    }
}

Answer sysPipe2(Call& call)
{
    int ends[2] = {-1, -1};
    if (::pipe2(ends, call.signedArg(1)) != 0)
        return Call::result(-1);
    if (call.memory.store(call.arg(0), ends))
        return {};
    ::close(ends[0]);
    ::close(ends[1]);
    return Call::error(EFAULT);
}

Answer sysPipe(Call& call)
{
    int ends[2] = {-1, -1};
    if (::pipe2(ends, 0) != 0)
        return Call::result(-1);
    return call.memory.store(call.arg(0), ends) ? Answer{} : Call::error(EFAULT);
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
    return Call::result(::flock(call.signedArg(0), call.signedArg(1)));
}

} // namespace perisphere::a7
