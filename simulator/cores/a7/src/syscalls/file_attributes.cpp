// File systems' figures, times of files, extended attributes; the oldest form of stat.

#include "../guest_structs.hpp"
#include "file_status.hpp"
#include "paths.hpp"

#include <array>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

struct StatFs32 {
    std::uint32_t type;
    std::uint32_t blockSize;
    std::uint32_t blocks;
    std::uint32_t free;
    std::uint32_t available;
    std::uint32_t files;
    std::uint32_t filesFree;
    std::uint32_t id[2];
    std::uint32_t nameLength;
    std::uint32_t fragmentSize;
    std::uint32_t flags;
    std::uint32_t spare[4];
};
static_assert(sizeof(StatFs32) == 64);

struct [[gnu::packed]] StatFs64 {
    std::uint32_t type;
    std::uint32_t blockSize;
    std::uint64_t blocks;
    std::uint64_t free;
    std::uint64_t available;
    std::uint64_t files;
    std::uint64_t filesFree;
    std::uint32_t id[2];
    std::uint32_t nameLength;
    std::uint32_t fragmentSize;
    std::uint32_t flags;
    std::uint32_t spare[4];
};
static_assert(sizeof(StatFs64) == 84);

template <class Guest>
Answer storeStatFs(Call& call, int result, const struct statfs& host, unsigned target)
{
    if (result != 0)
        return Call::result(result);
    Guest guest{};
    guest.type = static_cast<std::uint32_t>(host.f_type);
    guest.blockSize = static_cast<std::uint32_t>(host.f_bsize);
    // Saturated in the narrow form, whose programs only ask whether there is room.
    using Count = decltype(guest.blocks);
    const auto count = [](fsblkcnt_t value) {
        return static_cast<Count>(std::min<fsblkcnt_t>(value, std::numeric_limits<Count>::max()));
    };
    guest.blocks = count(host.f_blocks);
    guest.free = count(host.f_bfree);
    guest.available = count(host.f_bavail);
    guest.files = count(host.f_files);
    guest.filesFree = count(host.f_ffree);
    std::memcpy(guest.id, &host.f_fsid, sizeof guest.id);
    guest.nameLength = static_cast<std::uint32_t>(host.f_namelen);
    guest.fragmentSize = static_cast<std::uint32_t>(host.f_frsize);
    guest.flags = static_cast<std::uint32_t>(host.f_flags);
    return call.memory.store(call.arg(target), guest) ? Answer{} : Call::error(EFAULT);
}

/// The size that the program thinks the structure has: with or without padding at its end.
bool isStatFsSize(std::uint32_t bytes)
{
    return bytes == sizeof(StatFs64) || bytes == sizeof(StatFs64) + 4;
}

timespec presentOnDevice(Call& call)
{
    const Instant time = call.process.realTime();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    return {.tv_sec = seconds.count(), .tv_nsec = (time - seconds).count()};
}

template <class Spec>
Answer setTimes(Call& call)
{
    std::array<timespec, 2> host{};
    if (call.arg(2) != 0) {
        const auto given = call.memory.load<std::array<Spec, 2>>(call.arg(2));
        if (!given)
            return Call::error(EFAULT);
        for (std::size_t i = 0; i < host.size(); ++i)
            host[i] = {.tv_sec = static_cast<time_t>((*given)[i].seconds),
                       .tv_nsec = static_cast<std::int32_t>((*given)[i].nanoseconds)};
    }
    const timespec* times = call.arg(2) != 0 ? host.data() : nullptr;
    if (call.process.clock().isVirtual()) {
        for (timespec& one : host)
            if (times == nullptr || one.tv_nsec == UTIME_NOW)
                one = presentOnDevice(call);
        times = host.data();
    }
    if (call.arg(1) == 0) // of the descriptor itself
        return changeOpenFile(call, [&](int fd) {
            return ::syscall(SYS_utimensat, fd, nullptr, times, call.signedArg(3));
        });
    return withPath(call,
                    {.argument = 1,
                     .folder = call.signedArg(0),
                     .followsLast = (call.arg(3) & AT_SYMLINK_NOFOLLOW) == 0,
                     .use = NameUse::Change,
                     .mayBeEmpty = (call.arg(3) & AT_EMPTY_PATH) != 0},
                    [&](const char* path) {
                        return ::syscall(SYS_utimensat, call.signedArg(0), path, times,
                                         call.signedArg(3));
                    });
}

Answer setTimeValues(Call& call, int folder, unsigned path, unsigned values)
{
    std::array<timespec, 2> host{};
    if (call.arg(values) != 0) {
        const auto given = call.memory.load<std::array<TimeVal32, 2>>(call.arg(values));
        if (!given)
            return Call::error(EFAULT);
        for (std::size_t i = 0; i < host.size(); ++i) {
            const TimeVal32& one = (*given)[i];
            if (one.microseconds < 0 || one.microseconds >= 1'000'000)
                return Call::error(EINVAL);
            host[i] = {.tv_sec = one.seconds, .tv_nsec = one.microseconds * 1000L};
        }
    }
    return withPath(
        call, {.argument = path, .folder = folder, .use = NameUse::Change}, [&](const char* name) {
            return ::utimensat(folder, name, call.arg(values) != 0 ? host.data() : nullptr, 0);
        });
}

struct OldStat {
    std::uint32_t device;
    std::uint32_t inode;
    std::uint16_t mode;
    std::uint16_t links;
    std::uint16_t user;
    std::uint16_t group;
    std::uint32_t specialDevice;
    std::uint32_t size;
    std::uint32_t blockSize;
    std::uint32_t blocks;
    TimeSpec32 accessed;
    TimeSpec32 modified;
    TimeSpec32 changed;
    std::uint32_t unused[2];
};
static_assert(sizeof(OldStat) == 64);

Answer storeOldStat(Call& call, int result, const struct stat& host, unsigned target)
{
    if (result != 0)
        return Call::result(result);
    if (host.st_size > INT32_MAX)
        return Call::error(EOVERFLOW);
    const OldStat guest{.device = static_cast<std::uint32_t>(host.st_dev),
                        .inode = static_cast<std::uint32_t>(host.st_ino),
                        .mode = static_cast<std::uint16_t>(host.st_mode),
                        .links = static_cast<std::uint16_t>(host.st_nlink),
                        .user = static_cast<std::uint16_t>(host.st_uid),
                        .group = static_cast<std::uint16_t>(host.st_gid),
                        .specialDevice = static_cast<std::uint32_t>(host.st_rdev),
                        .size = static_cast<std::uint32_t>(host.st_size),
                        .blockSize = static_cast<std::uint32_t>(host.st_blksize),
                        .blocks = static_cast<std::uint32_t>(host.st_blocks),
                        .accessed = timeSpec32(host.st_atim),
                        .modified = timeSpec32(host.st_mtim),
                        .changed = timeSpec32(host.st_ctim),
                        .unused = {}};
    return call.memory.store(call.arg(target), guest) ? Answer{} : Call::error(EFAULT);
}

Answer oldStatPath(Call& call, int flags)
{
    const auto path =
        hostPath(call, {.argument = 0, .followsLast = (flags & AT_SYMLINK_NOFOLLOW) == 0});
    if (!path)
        return Call::error(path.error());
    struct stat host {
    };
    const int result = ::fstatat(AT_FDCWD, path->c_str(), &host, flags);
    tellAsDevice(call, nameAt(call, *path), -1, host);
    return storeOldStat(call, result, host, 1);
}

/// The name of an extended attribute; nullopt: EFAULT.
std::optional<std::string> attributeAt(Call& call)
{
    return call.memory.text(call.arg(1));
}

template <class Function>
Answer withAttribute(Call& call, bool followsLast, NameUse use, Function function)
{
    const auto name = attributeAt(call);
    if (!name)
        return Call::error(EFAULT);
    return withPath(call, {.argument = 0, .followsLast = followsLast, .use = use},
                    [&](const char* path) { return function(path, name->c_str()); });
}

template <class Function>
Answer changeOpenAttribute(Call& call, Function function)
{
    const auto name = attributeAt(call);
    return changeOpenFile(call, [&](int fd) {
        if (name)
            return function(fd, name->c_str());
        errno = EFAULT;
        return -1;
    });
}

} // namespace

Answer sysStatfs(Call& call)
{
    const auto path = hostPath(call, {.argument = 0});
    struct statfs host {
    };
    return path ? storeStatFs<StatFs32>(call, ::statfs(path->c_str(), &host), host, 1)
                : Call::error(path.error());
}

Answer sysFstatfs(Call& call)
{
    struct statfs host {
    };
    return storeStatFs<StatFs32>(call, ::fstatfs(call.signedArg(0), &host), host, 1);
}

Answer sysStatfs64(Call& call)
{
    if (!isStatFsSize(call.arg(1)))
        return Call::error(EINVAL);
    const auto path = hostPath(call, {.argument = 0});
    struct statfs host {
    };
    return path ? storeStatFs<StatFs64>(call, ::statfs(path->c_str(), &host), host, 2)
                : Call::error(path.error());
}

Answer sysFstatfs64(Call& call)
{
    if (!isStatFsSize(call.arg(1)))
        return Call::error(EINVAL);
    struct statfs host {
    };
    return storeStatFs<StatFs64>(call, ::fstatfs(call.signedArg(0), &host), host, 2);
}

Answer sysUtimensat(Call& call)
{
    return setTimes<TimeSpec32>(call);
}

Answer sysUtimensat64(Call& call)
{
    return setTimes<TimeSpec64>(call);
}

Answer sysUtimes(Call& call)
{
    return setTimeValues(call, AT_FDCWD, 0, 1);
}

Answer sysFutimesat(Call& call)
{
    return setTimeValues(call, call.signedArg(0), 1, 2);
}

Answer sysOldStat(Call& call)
{
    return oldStatPath(call, 0);
}

Answer sysOldLstat(Call& call)
{
    return oldStatPath(call, AT_SYMLINK_NOFOLLOW);
}

Answer sysOldFstat(Call& call)
{
    struct stat host {
    };
    const int result = ::fstat(call.signedArg(0), &host);
    tellAsDevice(call, {}, call.signedArg(0), host);
    return storeOldStat(call, result, host, 1);
}

Answer sysFaccessAt2(Call& call)
{
    return withPath(call,
                    {.argument = 1,
                     .folder = call.signedArg(0),
                     .followsLast = (call.arg(3) & AT_SYMLINK_NOFOLLOW) == 0,
                     .use = useOfAccess(call.signedArg(2))},
                    [&](const char* path) {
                        return ::syscall(SYS_faccessat2, call.signedArg(0), path, call.signedArg(2),
                                         call.signedArg(3));
                    });
}

Answer sysSetxattr(Call& call)
{
    return withAttribute(call, true, NameUse::Change, [&](const char* path, const char* name) {
        return ::setxattr(path, name, call.bytes(2, call.arg(3)), call.arg(3), call.signedArg(4));
    });
}

Answer sysLsetxattr(Call& call)
{
    return withAttribute(call, false, NameUse::Change, [&](const char* path, const char* name) {
        return ::lsetxattr(path, name, call.bytes(2, call.arg(3)), call.arg(3), call.signedArg(4));
    });
}

Answer sysFsetxattr(Call& call)
{
    return changeOpenAttribute(call, [&](int fd, const char* name) {
        return ::fsetxattr(fd, name, call.bytes(2, call.arg(3)), call.arg(3), call.signedArg(4));
    });
}

Answer sysGetxattr(Call& call)
{
    return withAttribute(call, true, NameUse::Look, [&](const char* path, const char* name) {
        return ::getxattr(path, name, call.bytes(2, call.arg(3)), call.arg(3));
    });
}

Answer sysLgetxattr(Call& call)
{
    return withAttribute(call, false, NameUse::Look, [&](const char* path, const char* name) {
        return ::lgetxattr(path, name, call.bytes(2, call.arg(3)), call.arg(3));
    });
}

Answer sysFgetxattr(Call& call)
{
    const auto name = attributeAt(call);
    return name ? Call::result(::fgetxattr(call.signedArg(0), name->c_str(),
                                           call.bytes(2, call.arg(3)), call.arg(3)))
                : Call::error(EFAULT);
}

Answer sysListxattr(Call& call)
{
    return withPath(call, {.argument = 0}, [&](const char* path) {
        return ::listxattr(path, reinterpret_cast<char*>(call.bytes(1, call.arg(2))), call.arg(2));
    });
}

Answer sysLlistxattr(Call& call)
{
    return withPath(call, {.argument = 0, .followsLast = false}, [&](const char* path) {
        return ::llistxattr(path, reinterpret_cast<char*>(call.bytes(1, call.arg(2))), call.arg(2));
    });
}

Answer sysFlistxattr(Call& call)
{
    return Call::result(::flistxattr(
        call.signedArg(0), reinterpret_cast<char*>(call.bytes(1, call.arg(2))), call.arg(2)));
}

Answer sysRemovexattr(Call& call)
{
    return withAttribute(call, true, NameUse::Change, [](const char* path, const char* name) {
        return ::removexattr(path, name);
    });
}

Answer sysLremovexattr(Call& call)
{
    return withAttribute(call, false, NameUse::Change, [](const char* path, const char* name) {
        return ::lremovexattr(path, name);
    });
}

Answer sysFremovexattr(Call& call)
{
    return changeOpenAttribute(call, ::fremovexattr);
}

} // namespace perisphere::a7
