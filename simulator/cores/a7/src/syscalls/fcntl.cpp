// fcntl and ioctl, which have a structure for each command.

#include "../guest_structs.hpp"
#include "../syscall.hpp"
#include "nodes.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

/// fcntl's lock before files could be larger than 2 GiB; the newer one is the host's.
struct Flock32 {
    std::int16_t type;
    std::int16_t whence;
    std::int32_t start;
    std::int32_t bytes;
    std::int32_t process;
};
static_assert(sizeof(Flock32) == 16);

// Commands with the newer structure: their numbers are ARM's alone.
constexpr int kGetLock64 = 12;
constexpr int kSetLock64 = 13;
constexpr int kSetLockWait64 = 14;

bool loadLock(Call& call, bool isWide, struct flock& host)
{
    if (isWide) {
        const auto lock = call.memory.load<struct flock>(call.arg(2));
        if (lock)
            host = *lock;
        return lock.has_value();
    }
    const auto lock = call.memory.load<Flock32>(call.arg(2));
    if (!lock)
        return false;
    host = {};
    host.l_type = lock->type;
    host.l_whence = lock->whence;
    host.l_start = lock->start;
    host.l_len = lock->bytes;
    host.l_pid = lock->process;
    return true;
}

Answer storeLock(Call& call, bool isWide, const struct flock& host)
{
    if (isWide)
        return call.memory.store(call.arg(2), host) ? Answer{} : Call::error(EFAULT);
    if (host.l_start > INT32_MAX || host.l_len > INT32_MAX)
        return Call::error(EOVERFLOW);
    const Flock32 lock{.type = host.l_type,
                       .whence = host.l_whence,
                       .start = static_cast<std::int32_t>(host.l_start),
                       .bytes = static_cast<std::int32_t>(host.l_len),
                       .process = host.l_pid};
    return call.memory.store(call.arg(2), lock) ? Answer{} : Call::error(EFAULT);
}

Answer getLock(Call& call, int command, bool isWide)
{
    struct flock host {
    };
    if (!loadLock(call, isWide, host))
        return Call::error(EFAULT);
    if (::fcntl(call.signedArg(0), command, &host) != 0)
        return Call::result(-1);
    return storeLock(call, isWide, host);
}

/// The thread waits for a lock of another process by asking again; the host does not.
Answer setLock(Call& call, int command, bool isWide, bool waits)
{
    struct flock host {
    };
    if (!loadLock(call, isWide, host))
        return Call::error(EFAULT);
    if (::fcntl(call.signedArg(0), command, &host) == 0)
        return {};
    if (!waits || (errno != EAGAIN && errno != EACCES))
        return Call::result(-1);
    constexpr auto kLook = std::chrono::milliseconds(5);
    return call.wait({.deadline = call.process.now() + kLook, .isLook = true});
}

int guestOpenFlags(int host)
{
    int guest = host & ~(O_DIRECTORY | O_NOFOLLOW | O_DIRECT);
    guest |= (host & O_DIRECTORY) != 0 ? kGuestDirectory : 0;
    guest |= (host & O_NOFOLLOW) != 0 ? kGuestNoFollow : 0;
    guest |= (host & O_DIRECT) != 0 ? kGuestDirect : 0;
    return guest | kGuestLargeFile;
}

/// Signals of a descriptor go to this process only.
Answer setOwner(Call& call)
{
    const int owner = call.signedArg(2);
    if (owner != 0 && owner != call.process.processId() && owner != -::getpgrp())
        return Call::error(EPERM);
    return Call::result(::fcntl(call.signedArg(0), F_SETOWN, owner > 0 ? ::getpid() : owner));
}

/// An interface's request: the name, then 16 bytes where the host has 24.
Answer interfaceRequest(Call& call)
{
    struct Request32 {
        std::array<char, IFNAMSIZ> name;
        std::array<std::uint8_t, 16> value;
    };
    auto guest = call.memory.load<Request32>(call.arg(2));
    if (!guest)
        return Call::error(EFAULT);
    ifreq host{};
    std::copy(guest->name.begin(), guest->name.end(), host.ifr_name);
    std::memcpy(&host.ifr_ifru, guest->value.data(), guest->value.size());
    if (::ioctl(call.signedArg(0), call.arg(1), &host) != 0)
        return Call::result(-1);
    std::copy_n(host.ifr_name, IFNAMSIZ, guest->name.begin());
    std::memcpy(guest->value.data(), &host.ifr_ifru, guest->value.size());
    return call.memory.store(call.arg(2), *guest) ? Answer{} : Call::error(EFAULT);
}

/// The list of interfaces, whose entries are as above.
Answer interfaceList(Call& call)
{
    struct List32 {
        std::int32_t bytes;
        std::uint32_t entries;
    };
    constexpr std::size_t kEntry = 32;
    constexpr std::size_t kMost = 64;
    auto list = call.memory.load<List32>(call.arg(2));
    if (!list)
        return Call::error(EFAULT);
    std::array<ifreq, kMost> entries{};
    ifconf host{};
    host.ifc_len = sizeof entries;
    host.ifc_req = entries.data();
    if (::ioctl(call.signedArg(0), SIOCGIFCONF, &host) != 0)
        return Call::result(-1);
    const std::size_t there = static_cast<std::size_t>(host.ifc_len) / sizeof(ifreq);
    std::size_t count = there;
    if (list->entries != 0) {
        count = std::min(there, static_cast<std::size_t>(std::max(list->bytes, 0)) / kEntry);
        for (std::size_t i = 0; i < count; ++i) {
            std::array<std::uint8_t, kEntry> one{};
            std::memcpy(one.data(), &entries[i], one.size());
            if (!call.memory.store(list->entries + static_cast<std::uint32_t>(i * kEntry), one))
                return Call::error(EFAULT);
        }
    }
    list->bytes = static_cast<std::int32_t>(count * kEntry);
    return call.memory.store(call.arg(2), *list) ? Answer{} : Call::error(EFAULT);
}

} // namespace

Answer sysFcntl64(Call& call)
{
    const int fd = call.signedArg(0);
    const int command = call.signedArg(1);
    switch (command) {
    case F_GETFL: {
        const int flags = ::fcntl(fd, F_GETFL);
        return flags < 0 ? Call::result(flags) : Answer{.value = guestOpenFlags(flags)};
    }
    case F_SETFL: {
        constexpr int kDifferent =
            kGuestDirectory | kGuestNoFollow | kGuestDirect | kGuestLargeFile;
        const int flags = call.signedArg(2);
        return Call::result(::fcntl(
            fd, F_SETFL, (flags & ~kDifferent) | ((flags & kGuestDirect) != 0 ? O_DIRECT : 0)));
    }
    case F_DUPFD:
    case F_DUPFD_CLOEXEC:
    case F_GETFD:
    case F_SETFD:
    case F_SETPIPE_SZ:
    case F_GETPIPE_SZ:
    case F_GETOWN:
    case F_ADD_SEALS:
    case F_GET_SEALS:
    case F_SETSIG:
    case F_GETSIG:
        return Call::result(::fcntl(fd, command, call.signedArg(2)));
    case F_SETOWN:
        return setOwner(call);
    case F_GETLK:
        return getLock(call, F_GETLK, false);
    case F_SETLK:
    case F_SETLKW:
        return setLock(call, F_SETLK, false, command == F_SETLKW);
    case kGetLock64:
        return getLock(call, F_GETLK, true);
    case kSetLock64:
    case kSetLockWait64:
        return setLock(call, F_SETLK, true, command == kSetLockWait64);
    case F_OFD_GETLK:
        return getLock(call, F_OFD_GETLK, true);
    case F_OFD_SETLK:
    case F_OFD_SETLKW:
        return setLock(call, F_OFD_SETLK, true, command == F_OFD_SETLKW);
    default:
        return ::fcntl(fd, F_GETFD) < 0 ? Call::result(-1) : Call::error(EINVAL);
    }
}

/// Those whose structure is the host's, and some whose is not; others are not known to the
/// descriptor.
Answer sysIoctl(Call& call)
{
    if (const auto answer = controlNode(call))
        return *answer;
    switch (call.arg(1)) {
    case TCSBRK: // an int is their argument
    case TCSBRKP:
    case TCXONC:
    case TCFLSH:
    case TIOCEXCL:
    case TIOCNXCL:
    case FIOCLEX:
    case FIONCLEX:
        return Call::result(::ioctl(call.signedArg(0), call.arg(1), call.arg(2)));
    case TCGETS:
    case TCSETS:
    case TCSETSW:
    case TCSETSF:
    case TIOCGWINSZ:
    case TIOCSWINSZ:
    case TIOCGPGRP:
    case TIOCSPGRP:
    case TIOCGSID:
    case TIOCMGET:
    case TIOCMSET:
    case TIOCMBIS:
    case TIOCMBIC:
    case TIOCOUTQ:
    case TIOCGPTN:
    case TIOCSPTLCK:
    case FIONREAD:
    case FIONBIO:
    case FIOASYNC:
        return Call::result(
            ::ioctl(call.signedArg(0), call.arg(1), call.bytes(2, GuestMemory::kPageBytes / 64)));
    case SIOCGIFCONF:
        return interfaceList(call);
    case SIOCGIFNAME:
    case SIOCGIFFLAGS:
    case SIOCGIFADDR:
    case SIOCGIFDSTADDR:
    case SIOCGIFBRDADDR:
    case SIOCGIFNETMASK:
    case SIOCGIFMETRIC:
    case SIOCGIFMTU:
    case SIOCGIFHWADDR:
    case SIOCGIFINDEX:
        return interfaceRequest(call);
    default:
        return ::fcntl(call.signedArg(0), F_GETFD) < 0 ? Call::result(-1) : Call::error(ENOTTY);
    }
}

} // namespace perisphere::a7
