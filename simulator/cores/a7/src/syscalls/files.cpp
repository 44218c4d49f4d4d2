// Files by name: open, stat and their kin.

#include "../guest_structs.hpp"
#include "../proc_files.hpp"
#include "paths.hpp"

#include <climits>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

int hostOpenFlags(int guest)
{
    int host = guest & ~(kGuestDirectory | kGuestNoFollow | kGuestDirect | kGuestLargeFile);
    host |= (guest & kGuestDirectory) != 0 ? O_DIRECTORY : 0;
    host |= (guest & kGuestNoFollow) != 0 ? O_NOFOLLOW : 0;
    host |= (guest & kGuestDirect) != 0 ? O_DIRECT : 0;
    return host;
}

/// Whether the host would wait there for the other side of a named pipe.
bool isWaitedFor(int folder, const std::string& path, int flags)
{
    struct stat status {
    };
    const int mode = flags & O_ACCMODE;
    return (flags & (O_NONBLOCK | O_PATH)) == 0 && (mode == O_RDONLY || mode == O_WRONLY) &&
           ::fstatat(folder, path.c_str(), &status, 0) == 0 && S_ISFIFO(status.st_mode);
}

/// A reader gets its descriptor before there is a writer, and waits when it reads.
Answer openPipe(Call& call, int folder, const std::string& path, int flags)
{
    const int fd = ::openat(folder, path.c_str(), flags | O_NONBLOCK);
    if (fd < 0 && errno == ENXIO && (flags & O_ACCMODE) == O_WRONLY) {
        constexpr auto kLook = std::chrono::milliseconds(5);
        return call.wait({.deadline = call.process.now() + kLook, .isLook = true});
    }
    if (fd >= 0)
        ::fcntl(fd, F_SETFL, flags & ~(O_NONBLOCK | O_CREAT | O_EXCL | O_TRUNC));
    return Call::result(fd);
}

/// @param resolve of openat2
Answer openFile(Call& call, int folder, const std::string& path, int guestFlags, mode_t mode,
                std::uint64_t resolve)
{
    const int flags = hostOpenFlags(guestFlags);
    if (const auto known = openProcFile(call.process, path, (flags & O_ACCMODE) != O_RDONLY))
        return {.value = *known};
    const std::string host = call.process.hostPath(path).string();
    if (isWaitedFor(folder, host, flags))
        return openPipe(call, folder, host, flags);
    const bool creates = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
    open_how how{.flags = static_cast<unsigned>(flags),
                 .mode = creates ? mode & 07777U : 0,
                 .resolve = resolve};
    const auto fd = static_cast<int>(
        resolve != 0 ? ::syscall(SYS_openat2, folder, host.c_str(), &how, sizeof how)
                     : ::openat(folder, host.c_str(), flags, mode));
    if (fd >= 0 && isProcessMemory(fd)) {
        ::close(fd);
        return Call::error(EACCES);
    }
    return Call::result(fd);
}

Answer openPath(Call& call, int folder, unsigned path, unsigned flags)
{
    const auto text = call.memory.text(call.arg(path));
    if (!text)
        return Call::error(EFAULT);
    return openFile(call, folder, *text, call.signedArg(flags), call.arg(flags + 1), 0);
}

Answer readLink(Call& call, int folder, unsigned path)
{
    const auto text = call.memory.text(call.arg(path));
    if (!text)
        return Call::error(EFAULT);
    const std::uint32_t room = call.arg(path + 2);
    if (call.signedArg(path + 2) <= 0)
        return Call::error(EINVAL);
    if (const auto link = procLink(call.process, *text)) {
        const auto count = std::min<std::size_t>(link->size(), room);
        if (!call.memory.isWritable(call.arg(path + 1), count))
            return Call::error(EFAULT);
        std::copy_n(link->begin(), count, call.memory.host(call.arg(path + 1)));
        return {.value = static_cast<std::int64_t>(count)};
    }
    const std::uint32_t most = std::min<std::uint32_t>(room, PATH_MAX);
    return Call::result(::readlinkat(folder, call.process.hostPath(*text).c_str(),
                                     reinterpret_cast<char*>(call.bytes(path + 1, most)), most));
}

Answer storeStat(Call& call, int result, const struct stat& status, unsigned argument)
{
    if (result != 0)
        return Call::result(result);
    return call.memory.store(call.arg(argument), stat64Of(status)) ? Answer{} : Call::error(EFAULT);
}

Answer statPath(Call& call, int folder, unsigned path, unsigned target, int flags)
{
    const auto host = call.path(path);
    if (!host)
        return Call::error(EFAULT);
    struct stat status {
    };
    return storeStat(call, ::fstatat(folder, host->c_str(), &status, flags), status, target);
}

} // namespace

Answer sysOpen(Call& call)
{
    return openPath(call, AT_FDCWD, 0, 1);
}

Answer sysOpenAt(Call& call)
{
    return openPath(call, call.signedArg(0), 1, 2);
}

Answer sysCreat(Call& call)
{
    const auto text = call.memory.text(call.arg(0));
    return text ? openFile(call, AT_FDCWD, *text, O_CREAT | O_WRONLY | O_TRUNC, call.arg(1), 0)
                : Call::error(EFAULT);
}

Answer sysOpenAt2(Call& call)
{
    const auto text = call.memory.text(call.arg(1));
    if (call.arg(3) < sizeof(open_how))
        return Call::error(EINVAL);
    const auto how = call.memory.load<open_how>(call.arg(2));
    if (!text || !how)
        return Call::error(EFAULT);
    if (call.arg(3) > sizeof(open_how))
        return Call::error(E2BIG);
    if (how->flags > UINT32_MAX || how->mode > 07777)
        return Call::error(EINVAL);
    return openFile(call, call.signedArg(0), *text, static_cast<int>(how->flags),
                    static_cast<mode_t>(how->mode), how->resolve);
}

Answer sysStat64(Call& call)
{
    return statPath(call, AT_FDCWD, 0, 1, 0);
}

Answer sysLstat64(Call& call)
{
    return statPath(call, AT_FDCWD, 0, 1, AT_SYMLINK_NOFOLLOW);
}

Answer sysFstat64(Call& call)
{
    struct stat status {
    };
    return storeStat(call, ::fstat(call.signedArg(0), &status), status, 1);
}

Answer sysFstatAt64(Call& call)
{
    return statPath(call, call.signedArg(0), 1, 2, call.signedArg(3));
}

Answer sysStatx(Call& call)
{
    const auto host = call.path(1);
    if (!host)
        return Call::error(EFAULT);
    return Call::result(::syscall(SYS_statx, call.signedArg(0), host->c_str(), call.signedArg(2),
                                  call.arg(3), call.bytes(4, sizeof(struct statx))));
}

Answer sysAccess(Call& call)
{
    return withPath(call, 0, [&](const char* path) { return ::access(path, call.signedArg(1)); });
}

Answer sysFaccessAt(Call& call)
{
    return withPath(call, 1, [&](const char* path) {
        return ::faccessat(call.signedArg(0), path, call.signedArg(2), 0);
    });
}

Answer sysReadlink(Call& call)
{
    return readLink(call, AT_FDCWD, 0);
}

Answer sysReadlinkAt(Call& call)
{
    return readLink(call, call.signedArg(0), 1);
}

Answer sysGetcwd(Call& call)
{
    return Call::result(::syscall(SYS_getcwd, call.bytes(0, call.arg(1)), call.arg(1)));
}

Answer sysChdir(Call& call)
{
    return withPath(call, 0, [&](const char* path) { return ::chdir(path); });
}

Answer sysUnlink(Call& call)
{
    return withPath(call, 0, [&](const char* path) { return ::unlink(path); });
}

Answer sysUnlinkAt(Call& call)
{
    return withPath(call, 1, [&](const char* path) {
        return ::unlinkat(call.signedArg(0), path, call.signedArg(2));
    });
}

Answer sysMkdir(Call& call)
{
    return withPath(call, 0, [&](const char* path) { return ::mkdir(path, call.arg(1)); });
}

Answer sysRmdir(Call& call)
{
    return withPath(call, 0, [&](const char* path) { return ::rmdir(path); });
}

Answer sysRename(Call& call)
{
    return withPaths(call, 0, 1,
                     [](const char* from, const char* to) { return ::rename(from, to); });
}

Answer sysChmod(Call& call)
{
    return withPath(call, 0, [&](const char* path) { return ::chmod(path, call.arg(1)); });
}

Answer sysGetdents64(Call& call)
{
    return Call::result(
        ::syscall(SYS_getdents64, call.signedArg(0), call.bytes(1, call.arg(2)), call.arg(2)));
}

} // namespace perisphere::a7
