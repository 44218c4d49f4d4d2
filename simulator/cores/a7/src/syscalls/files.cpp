// Files by name: open, stat and their kin.

#include "../file_view.hpp"
#include "../guest_structs.hpp"
#include "../proc_files.hpp"
#include "file_status.hpp"
#include "nodes.hpp"
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

/// With the host's path of it.
Answer openOnHost(Call& call, int folder, const std::string& host, int flags, mode_t mode,
                  std::uint64_t resolve)
{
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

/// Why a file of the view cannot be opened so, as on a file system that is mounted read-only; 0: it
/// can.
int refusalToOpen(const FileView::Found& found, int flags)
{
    const bool isToBeMade = (flags & O_CREAT) != 0;
    if (!found.isThere)
        return isToBeMade ? EROFS : ENOENT;
    if (isToBeMade && (flags & O_EXCL) != 0)
        return EEXIST;
    const bool isWriting = (flags & O_ACCMODE) != O_RDONLY || (flags & O_TRUNC) != 0 ||
                           (flags & O_TMPFILE) == O_TMPFILE;
    struct stat status {
    };
    if ((flags & O_PATH) != 0 || !isWriting || found.name.empty() ||
        ::stat(found.host.c_str(), &status) != 0)
        return 0;
    if (S_ISDIR(status.st_mode) && (flags & O_TMPFILE) != O_TMPFILE)
        return EISDIR;
    return S_ISREG(status.st_mode) || S_ISDIR(status.st_mode) ? EROFS : 0;
}

Answer openInView(Call& call, const FileView& view, int folder, const std::string& path, int flags,
                  mode_t mode, std::uint64_t resolve)
{
    std::string base;
    if (!path.starts_with('/') || (resolve & (RESOLVE_BENEATH | RESOLVE_IN_ROOT)) != 0) {
        const auto name = view.folderName(folder);
        if (!name)
            return Call::error(name.error());
        base = *name;
    }
    const bool isRooted = (resolve & RESOLVE_IN_ROOT) != 0;
    const bool keepsLast =
        (flags & O_NOFOLLOW) != 0 || (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL);
    const auto found = view.find(base, path,
                                 {.followsLast = !keepsLast,
                                  .followsLinks = (resolve & RESOLVE_NO_SYMLINKS) == 0,
                                  .root = isRooted ? std::string_view(base) : "/",
                                  .mayLeaveTheFolder = (resolve & RESOLVE_BENEATH) == 0});
    if (!found)
        return Call::error(found.error());
    if (const auto node = openNode(call, *found, flags))
        return *node;
    if (const auto known = openProcFile(call.process, found->name, (flags & O_ACCMODE) != O_RDONLY))
        return {.value = *known};
    if (const int refusal = refusalToOpen(*found, flags); refusal != 0)
        return Call::error(refusal);
    return openOnHost(call, AT_FDCWD, found->host, flags & ~(O_CREAT | O_EXCL), mode, 0);
}

/// @param resolve of openat2
Answer openFile(Call& call, int folder, const std::string& path, int guestFlags, mode_t mode,
                std::uint64_t resolve)
{
    const int flags = hostOpenFlags(guestFlags);
    if (const FileView* const view = call.process.view())
        return openInView(call, *view, folder, path, flags, mode, resolve);
    if (const auto known = openProcFile(call.process, path, (flags & O_ACCMODE) != O_RDONLY))
        return {.value = *known};
    return openOnHost(call, folder, call.process.hostPath(path).string(), flags, mode, resolve);
}

Answer openPath(Call& call, int folder, unsigned path, unsigned flags)
{
    const auto text = call.memory.text(call.arg(path));
    if (!text)
        return Call::error(EFAULT);
    return openFile(call, folder, *text, call.signedArg(flags), call.arg(flags + 1), 0);
}

Answer storeLink(Call& call, const std::string& text, unsigned path)
{
    const auto count = std::min<std::size_t>(text.size(), call.arg(path + 2));
    if (!call.memory.copyTo(call.arg(path + 1), text.data(), count))
        return Call::error(EFAULT);
    return {.value = static_cast<std::int64_t>(count)};
}

/// One of the process' own, which the host would tell in its words.
tl::expected<std::optional<std::string>, int> ownLink(Call& call, int folder,
                                                      const std::string& path)
{
    const FileView* const view = call.process.view();
    if (view == nullptr)
        return procLink(call.process, path);
    const auto base = view->folderName(path.starts_with('/') ? AT_FDCWD : folder);
    if (!base)
        return tl::unexpected(base.error());
    const auto found = view->find(*base, path, {.followsLast = false});
    if (!found)
        return tl::unexpected(found.error());
    const auto link = view->ownLink(found->name);
    if (!link)
        return std::nullopt;
    if (!*link)
        return tl::unexpected(link->error());
    return **link;
}

Answer readLink(Call& call, int folder, unsigned path)
{
    const auto text = call.memory.text(call.arg(path));
    if (!text)
        return Call::error(EFAULT);
    if (call.signedArg(path + 2) <= 0)
        return Call::error(EINVAL);
    const bool isOfDescriptor = text->empty(); // of a link that was opened with O_PATH
    if (!isOfDescriptor) {
        const auto link = ownLink(call, folder, *text);
        if (!link)
            return Call::error(link.error());
        if (*link)
            return storeLink(call, **link, path);
    }
    const auto host = hostPath(call, {.argument = path, .folder = folder, .followsLast = false});
    if (!host)
        return Call::error(host.error());
    const std::uint32_t most = std::min<std::uint32_t>(call.arg(path + 2), PATH_MAX);
    return Call::result(::readlinkat(folder, host->c_str(),
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
    const auto host = hostPath(
        call,
        {.argument = path, .folder = folder, .followsLast = (flags & AT_SYMLINK_NOFOLLOW) == 0});
    if (!host)
        return Call::error(host.error());
    struct stat status {
    };
    const int result = ::fstatat(folder, host->c_str(), &status, flags);
    tellAsDevice(call, nameAt(call, *host), host->empty() ? folder : -1, status);
    return storeStat(call, result, status, target);
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
    const int result = ::fstat(call.signedArg(0), &status);
    tellAsDevice(call, {}, call.signedArg(0), status);
    return storeStat(call, result, status, 1);
}

Answer sysFstatAt64(Call& call)
{
    return statPath(call, call.signedArg(0), 1, 2, call.signedArg(3));
}

Answer sysStatx(Call& call)
{
    const auto host = hostPath(call, {.argument = 1,
                                      .folder = call.signedArg(0),
                                      .followsLast = (call.arg(2) & AT_SYMLINK_NOFOLLOW) == 0});
    if (!host)
        return Call::error(host.error());
    struct statx status {
    };
    const auto result = ::syscall(SYS_statx, call.signedArg(0), host->c_str(), call.signedArg(2),
                                  call.arg(3), &status);
    if (result != 0)
        return Call::result(result);
    tellAsDevice(call, nameAt(call, *host), host->empty() ? call.signedArg(0) : -1, status);
    return call.memory.store(call.arg(4), status) ? Answer{} : Call::error(EFAULT);
}

Answer sysAccess(Call& call)
{
    return withPath(call, {.argument = 0, .use = useOfAccess(call.signedArg(1))},
                    [&](const char* path) { return ::access(path, call.signedArg(1)); });
}

Answer sysFaccessAt(Call& call)
{
    return withPath(
        call, {.argument = 1, .folder = call.signedArg(0), .use = useOfAccess(call.signedArg(2))},
        [&](const char* path) {
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

Answer sysUnlink(Call& call)
{
    return withPath(call, {.argument = 0, .followsLast = false, .use = NameUse::Remove},
                    [&](const char* path) { return ::unlink(path); });
}

Answer sysUnlinkAt(Call& call)
{
    return withPath(
        call,
        {.argument = 1, .folder = call.signedArg(0), .followsLast = false, .use = NameUse::Remove},
        [&](const char* path) { return ::unlinkat(call.signedArg(0), path, call.signedArg(2)); });
}

Answer sysMkdir(Call& call)
{
    return withPath(call, {.argument = 0, .followsLast = false, .use = NameUse::Make},
                    [&](const char* path) { return ::mkdir(path, call.arg(1)); });
}

Answer sysRmdir(Call& call)
{
    return withPath(call, {.argument = 0, .followsLast = false, .use = NameUse::Remove},
                    [&](const char* path) { return ::rmdir(path); });
}

Answer sysRename(Call& call)
{
    return withPaths(call, {.argument = 0, .followsLast = false, .use = NameUse::Remove},
                     {.argument = 1, .followsLast = false},
                     [](const char* from, const char* to) { return ::rename(from, to); });
}

Answer sysChmod(Call& call)
{
    return withPath(call, {.argument = 0, .use = NameUse::Change},
                    [&](const char* path) { return ::chmod(path, call.arg(1)); });
}

} // namespace perisphere::a7
