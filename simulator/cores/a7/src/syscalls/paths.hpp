// Calls whose argument is a path.
#pragma once

#include "../syscall.hpp"

#include <cerrno>
#include <fcntl.h>
#include <tl/expected.hpp>

namespace perisphere::a7
{

/// What a call does with what it names.
enum class NameUse : std::uint8_t {
    Look,
    Write,  ///< the contents, which is no change of a device or pipe
    Change, ///< the file that is there
    Make,   ///< a new name
    Remove, ///< the name
};

struct PathAt {
    unsigned argument = 0; ///< the text's address is in it
    int folder = AT_FDCWD; ///< where a relative one begins
    bool followsLast = true;
    NameUse use = NameUse::Look;
    bool mayBeEmpty = false; ///< AT_EMPTY_PATH: the text may be "", for what `folder` is itself
};

/// The path as the host is to be told, or an errno. With a view of files of its own, the program
/// gets there an absolute one; without one what it has given, to be taken from the same folder.
[[nodiscard]] tl::expected<std::string, int> hostPath(Call& call, const PathAt& path);

/// What the view calls a path of hostPath(); empty: it has no view, or no name there.
[[nodiscard]] std::string nameAt(Call& call, const std::string& host);

/// What access(2) asks for.
[[nodiscard]] NameUse useOfAccess(int mode);

/// Why a file that is open may not be changed, but for its contents: EROFS of the view's files,
/// EPERM of devices, which are the host's; 0: it may.
[[nodiscard]] int refusalToChange(Call& call, int fd);

/// Of `function(int)`, which changes the open file that the first argument is, if it may.
template <class Function>
Answer changeOpenFile(Call& call, Function function)
{
    const int fd = call.signedArg(0);
    const int refusal = refusalToChange(call, fd);
    return refusal == 0 ? Call::result(function(fd)) : Call::error(refusal);
}

/// Of `function(const char*)`, which the host's path is given.
template <class Function>
Answer withPath(Call& call, const PathAt& path, Function function)
{
    const auto host = hostPath(call, path);
    return host ? Call::result(function(host->c_str())) : Call::error(host.error());
}

template <class Function>
Answer withPaths(Call& call, const PathAt& first, const PathAt& second, Function function)
{
    const auto one = hostPath(call, first);
    if (!one)
        return Call::error(one.error());
    const auto other = hostPath(call, second);
    return other ? Call::result(function(one->c_str(), other->c_str()))
                 : Call::error(other.error());
}

} // namespace perisphere::a7
