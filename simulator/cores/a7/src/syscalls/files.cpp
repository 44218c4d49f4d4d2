// Files by name: open, stat and their kin.

#include "../guest_structs.hpp"
#include "../syscall.hpp"

#include <cerrno>
#include <fcntl.h>
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

/// The path of an argument on the host; nullopt: EFAULT.
std::optional<std::string> pathAt(Call& call, unsigned argument)
{
    const auto text = call.memory.text(call.arg(argument));
    if (!text)
        return std::nullopt;
    return call.process.hostPath(*text).string();
}

Answer openPath(Call& call, int folder, unsigned path, unsigned flags)
{
    const auto host = pathAt(call, path);
    if (!host)
        return Call::error(EFAULT);
    return Call::result(
        ::openat(folder, host->c_str(), hostOpenFlags(call.signedArg(flags)), call.arg(flags + 1)));
}

Answer storeStat(Call& call, int result, const struct stat& status, unsigned argument)
{
    if (result != 0)
        return Call::result(result);
    return call.memory.store(call.arg(argument), stat64Of(status)) ? Answer{} : Call::error(EFAULT);
}

Answer statPath(Call& call, int folder, unsigned path, unsigned target, int flags)
{
    const auto host = pathAt(call, path);
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
    const auto host = pathAt(call, 0);
    return host ? Call::result(::creat(host->c_str(), call.arg(1))) : Call::error(EFAULT);
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
    const auto host = pathAt(call, 1);
    if (!host)
        return Call::error(EFAULT);
    return Call::result(::syscall(SYS_statx, call.signedArg(0), host->c_str(), call.signedArg(2),
                                  call.arg(3), call.memory.host(call.arg(4))));
}

Answer sysAccess(Call& call)
{
    const auto host = pathAt(call, 0);
    return host ? Call::result(::access(host->c_str(), call.signedArg(1))) : Call::error(EFAULT);
}

Answer sysFaccessAt(Call& call)
{
    const auto host = pathAt(call, 1);
    return host ? Call::result(::faccessat(call.signedArg(0), host->c_str(), call.signedArg(2), 0))
                : Call::error(EFAULT);
}

Answer sysReadlink(Call& call)
{
    const auto text = call.memory.text(call.arg(0));
    if (!text)
        return Call::error(EFAULT);
    if (*text == "/proc/self/exe") {
        const std::string& name = call.process.options().program.native();
        const auto count = std::min<std::size_t>(name.size(), call.arg(2));
        if (!call.memory.isWritable(call.arg(1), count))
            return Call::error(EFAULT);
        std::copy_n(name.begin(), count, call.memory.host(call.arg(1)));
        return {.value = static_cast<std::int64_t>(count)};
    }
    return Call::result(::readlink(call.process.hostPath(*text).c_str(),
                                   reinterpret_cast<char*>(call.memory.host(call.arg(1))),
                                   call.arg(2)));
}

Answer sysReadlinkAt(Call& call)
{
    const auto host = pathAt(call, 1);
    return host ? Call::result(::readlinkat(call.signedArg(0), host->c_str(),
                                            reinterpret_cast<char*>(call.memory.host(call.arg(2))),
                                            call.arg(3)))
                : Call::error(EFAULT);
}

Answer sysGetcwd(Call& call)
{
    return Call::result(::syscall(SYS_getcwd, call.memory.host(call.arg(0)), call.arg(1)));
}

Answer sysChdir(Call& call)
{
    const auto host = pathAt(call, 0);
    return host ? Call::result(::chdir(host->c_str())) : Call::error(EFAULT);
}

Answer sysUnlink(Call& call)
{
    const auto host = pathAt(call, 0);
    return host ? Call::result(::unlink(host->c_str())) : Call::error(EFAULT);
}

Answer sysUnlinkAt(Call& call)
{
    const auto host = pathAt(call, 1);
    return host ? Call::result(::unlinkat(call.signedArg(0), host->c_str(), call.signedArg(2)))
                : Call::error(EFAULT);
}

Answer sysMkdir(Call& call)
{
    const auto host = pathAt(call, 0);
    return host ? Call::result(::mkdir(host->c_str(), call.arg(1))) : Call::error(EFAULT);
}

Answer sysRmdir(Call& call)
{
    const auto host = pathAt(call, 0);
    return host ? Call::result(::rmdir(host->c_str())) : Call::error(EFAULT);
}

Answer sysRename(Call& call)
{
    const auto from = pathAt(call, 0);
    const auto to = pathAt(call, 1);
    return from && to ? Call::result(::rename(from->c_str(), to->c_str())) : Call::error(EFAULT);
}

Answer sysChmod(Call& call)
{
    const auto host = pathAt(call, 0);
    return host ? Call::result(::chmod(host->c_str(), call.arg(1))) : Call::error(EFAULT);
}

Answer sysGetdents64(Call& call)
{
    return Call::result(
        ::syscall(SYS_getdents64, call.signedArg(0), call.memory.host(call.arg(1)), call.arg(2)));
}

} // namespace perisphere::a7
