// Names in folders: links, folders, renames, owners and modes.

#include "paths.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

/// Of the calls that are older than 32-bit ids; 0xFFFF leaves an owner as it is.
uid_t ownerOf(std::uint32_t narrow)
{
    return (narrow & 0xFFFFU) == 0xFFFFU ? ~0U : narrow & 0xFFFFU;
}

bool isFifoOrFile(std::uint32_t mode)
{
    return (mode & S_IFMT) == 0 || S_ISREG(mode) || S_ISFIFO(mode) || S_ISSOCK(mode);
}

} // namespace

Answer sysLink(Call& call)
{
    return withPaths(call, {.argument = 0, .followsLast = false},
                     {.argument = 1, .followsLast = false, .use = NameUse::Make},
                     [](const char* from, const char* to) { return ::link(from, to); });
}

Answer sysLinkAt(Call& call)
{
    return withPaths(
        call,
        {.argument = 1,
         .folder = call.signedArg(0),
         .followsLast = (call.arg(4) & AT_SYMLINK_FOLLOW) != 0},
        {.argument = 3, .folder = call.signedArg(2), .followsLast = false, .use = NameUse::Make},
        [&](const char* from, const char* to) {
            return ::linkat(call.signedArg(0), from, call.signedArg(2), to, call.signedArg(4));
        });
}

/// The target is a text: it is not looked up before somebody follows it.
Answer sysSymlink(Call& call)
{
    const auto target = call.memory.text(call.arg(0));
    if (!target)
        return Call::error(EFAULT);
    return withPath(call, {.argument = 1, .followsLast = false, .use = NameUse::Make},
                    [&](const char* path) { return ::symlink(target->c_str(), path); });
}

Answer sysSymlinkAt(Call& call)
{
    const auto target = call.memory.text(call.arg(0));
    if (!target)
        return Call::error(EFAULT);
    return withPath(
        call,
        {.argument = 2, .folder = call.signedArg(1), .followsLast = false, .use = NameUse::Make},
        [&](const char* path) { return ::symlinkat(target->c_str(), call.signedArg(1), path); });
}

Answer sysRenameAt(Call& call)
{
    return withPaths(
        call,
        {.argument = 1, .folder = call.signedArg(0), .followsLast = false, .use = NameUse::Remove},
        {.argument = 3, .folder = call.signedArg(2), .followsLast = false},
        [&](const char* from, const char* to) {
            return ::renameat(call.signedArg(0), from, call.signedArg(2), to);
        });
}

Answer sysRenameAt2(Call& call)
{
    return withPaths(
        call,
        {.argument = 1, .folder = call.signedArg(0), .followsLast = false, .use = NameUse::Remove},
        {.argument = 3, .folder = call.signedArg(2), .followsLast = false},
        [&](const char* from, const char* to) {
            return ::syscall(SYS_renameat2, call.signedArg(0), from, call.signedArg(2), to,
                             call.arg(4));
        });
}

Answer sysMkdirAt(Call& call)
{
    return withPath(
        call,
        {.argument = 1, .folder = call.signedArg(0), .followsLast = false, .use = NameUse::Make},
        [&](const char* path) { return ::mkdirat(call.signedArg(0), path, call.arg(2)); });
}

/// Apps make no devices.
Answer sysMknod(Call& call)
{
    if (!isFifoOrFile(call.arg(1)))
        return Call::error(EPERM);
    return withPath(call, {.argument = 0, .followsLast = false, .use = NameUse::Make},
                    [&](const char* path) { return ::mknod(path, call.arg(1), 0); });
}

Answer sysMknodAt(Call& call)
{
    if (!isFifoOrFile(call.arg(2)))
        return Call::error(EPERM);
    return withPath(
        call,
        {.argument = 1, .folder = call.signedArg(0), .followsLast = false, .use = NameUse::Make},
        [&](const char* path) { return ::mknodat(call.signedArg(0), path, call.arg(2), 0); });
}

Answer sysFchmod(Call& call)
{
    return changeOpenFile(call, [&](int fd) { return ::fchmod(fd, call.arg(1)); });
}

Answer sysFchmodAt(Call& call)
{
    return withPath(call, {.argument = 1, .folder = call.signedArg(0), .use = NameUse::Change},
                    [&](const char* path) {
                        return ::syscall(SYS_fchmodat, call.signedArg(0), path, call.arg(2));
                    });
}

Answer sysChown(Call& call)
{
    return withPath(call, {.argument = 0, .use = NameUse::Change},
                    [&](const char* path) { return ::chown(path, call.arg(1), call.arg(2)); });
}

Answer sysLchown(Call& call)
{
    return withPath(call, {.argument = 0, .followsLast = false, .use = NameUse::Change},
                    [&](const char* path) { return ::lchown(path, call.arg(1), call.arg(2)); });
}

Answer sysFchown(Call& call)
{
    return changeOpenFile(call, [&](int fd) { return ::fchown(fd, call.arg(1), call.arg(2)); });
}

Answer sysFchownAt(Call& call)
{
    return withPath(call,
                    {.argument = 1,
                     .folder = call.signedArg(0),
                     .followsLast = (call.arg(4) & AT_SYMLINK_NOFOLLOW) == 0,
                     .use = NameUse::Change,
                     .mayBeEmpty = (call.arg(4) & AT_EMPTY_PATH) != 0},
                    [&](const char* path) {
                        return ::fchownat(call.signedArg(0), path, call.arg(2), call.arg(3),
                                          call.signedArg(4));
                    });
}

Answer sysChown16(Call& call)
{
    return withPath(call, {.argument = 0, .use = NameUse::Change}, [&](const char* path) {
        return ::chown(path, ownerOf(call.arg(1)), ownerOf(call.arg(2)));
    });
}

Answer sysLchown16(Call& call)
{
    return withPath(call, {.argument = 0, .followsLast = false, .use = NameUse::Change},
                    [&](const char* path) {
                        return ::lchown(path, ownerOf(call.arg(1)), ownerOf(call.arg(2)));
                    });
}

Answer sysFchown16(Call& call)
{
    return changeOpenFile(
        call, [&](int fd) { return ::fchown(fd, ownerOf(call.arg(1)), ownerOf(call.arg(2))); });
}

} // namespace perisphere::a7
