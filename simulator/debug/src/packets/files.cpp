// vFile: the files of a process, so that GDB finds its program and libraries (sysroot "target:").
// They can be read only. A bare core has none.
#include "hex.hpp"
#include "packet_frame.hpp"
#include "packets/packets.hpp"
#include "perisphere/debug/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace perisphere::debug::packets
{
namespace
{

constexpr std::size_t kOpenFiles = 16;

// The protocol's own errno values: those of Linux up to 30 but for the last two.
constexpr int kFileUnknown = 9999;
constexpr int kFileNameTooLong = 91;

std::string fileError(int error)
{
    const int told = error == ENAMETOOLONG ? kFileNameTooLong
                     : error <= EROFS      ? error
                                           : kFileUnknown;
    return fmt::format("F-1,{:x}", told);
}

/// A path in hexadecimal, as the process sees it.
std::optional<std::string> takePath(const SessionState& state, Arguments& arguments)
{
    const auto bytes = fromHex(arguments.until(','));
    if (!bytes || bytes->size() > PATH_MAX)
        return std::nullopt;
    return state.process()->hostPath(std::string(bytes->begin(), bytes->end()));
}

UniqueFd* takeFile(SessionState& state, Arguments& arguments)
{
    const auto number = arguments.number();
    if (!number || *number > INT_MAX)
        return nullptr;
    const auto found = state.files.find(static_cast<int>(*number));
    return found == state.files.end() ? nullptr : &found->second;
}

std::string openFile(SessionState& state, Arguments& arguments)
{
    const auto path = takePath(state, arguments);
    const auto flags = arguments.number();
    if (!path || !flags)
        return fileError(EINVAL);
    if (*flags != 0) // O_RDONLY, in the protocol as in Linux
        return fileError(EROFS);
    if (path->empty())
        return fileError(ENOENT);
    if (state.files.size() >= kOpenFiles)
        return fileError(EMFILE);
    // A FIFO or a terminal would keep everybody waiting.
    struct stat status {
    };
    if (::stat(path->c_str(), &status) != 0)
        return fileError(errno);
    if (!S_ISREG(status.st_mode))
        return fileError(EACCES);
    UniqueFd file(::open(path->c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file)
        return fileError(errno);
    int number = 0;
    while (state.files.contains(number))
        ++number;
    state.files[number] = std::move(file);
    return fmt::format("F{:x}", number);
}

std::string closeFile(SessionState& state, Arguments& arguments)
{
    UniqueFd* const file = takeFile(state, arguments);
    if (file == nullptr)
        return fileError(EBADF);
    std::erase_if(state.files, [&](const auto& one) { return &one.second == file; });
    return "F0";
}

std::string readFile(SessionState& state, Arguments& arguments)
{
    const UniqueFd* const file = takeFile(state, arguments);
    const auto bytes = arguments.skip(',') ? arguments.number() : std::nullopt;
    const auto offset = arguments.skip(',') ? arguments.number() : std::nullopt;
    if (file == nullptr || !bytes || !offset)
        return fileError(file == nullptr ? EBADF : EINVAL);
    constexpr std::uint64_t kPieceBytes = kPacketBytes / 2 - 16; // if every one of them is escaped
    std::string piece(std::min(*bytes, kPieceBytes), '\0');
    const ssize_t count =
        ::pread(file->get(), piece.data(), piece.size(), static_cast<off_t>(*offset));
    if (count < 0)
        return fileError(errno);
    piece.resize(static_cast<std::size_t>(count));
    return fmt::format("F{:x};", count) + escaped(piece);
}

/// The protocol's struct stat: 64 bytes, the highest first.
std::string statusOf(const struct stat& status)
{
    std::string bytes;
    const auto put = [&](std::uint64_t value, unsigned size) {
        while (size-- > 0)
            bytes.push_back(static_cast<char>(value >> (8 * size)));
    };
    put(status.st_dev, 4);
    put(status.st_ino, 4);
    put(status.st_mode, 4);
    put(status.st_nlink, 4);
    put(status.st_uid, 4);
    put(status.st_gid, 4);
    put(status.st_rdev, 4);
    put(static_cast<std::uint64_t>(status.st_size), 8);
    put(static_cast<std::uint64_t>(status.st_blksize), 8);
    put(static_cast<std::uint64_t>(status.st_blocks), 8);
    put(static_cast<std::uint64_t>(status.st_atime), 4);
    put(static_cast<std::uint64_t>(status.st_mtime), 4);
    put(static_cast<std::uint64_t>(status.st_ctime), 4);
    return bytes;
}

std::string statFile(SessionState& state, Arguments& arguments)
{
    const UniqueFd* const file = takeFile(state, arguments);
    struct stat status {
    };
    if (file == nullptr || ::fstat(file->get(), &status) != 0)
        return fileError(EBADF);
    const std::string bytes = statusOf(status);
    return fmt::format("F{:x};", bytes.size()) + escaped(bytes);
}

std::string readLink(SessionState& state, Arguments& arguments)
{
    const auto path = takePath(state, arguments);
    std::array<char, PATH_MAX> target{};
    const ssize_t count =
        path && !path->empty() ? ::readlink(path->c_str(), target.data(), target.size()) : -1;
    if (count < 0)
        return fileError(path && path->empty() ? ENOENT : errno);
    return fmt::format("F{:x};", count) + escaped({target.data(), static_cast<std::size_t>(count)});
}

/// Everybody sees the same files.
std::string chooseFileSystem(SessionState& /*state*/, Arguments& /*arguments*/)
{
    return "F0";
}

struct FileOperation {
    std::string_view name;
    std::string (*answer)(SessionState& state, Arguments& arguments);
};

constexpr std::array kFileOperations = {
    FileOperation{"close", closeFile},   FileOperation{"fstat", statFile},
    FileOperation{"open", openFile},     FileOperation{"pread", readFile},
    FileOperation{"readlink", readLink}, FileOperation{"setfs", chooseFileSystem},
};

} // namespace

/// vFile:operation:arguments
Answer file(SessionState& state, std::string_view text)
{
    if (state.process() == nullptr)
        return "";
    Arguments arguments(text);
    static_cast<void>(arguments.skip(':'));
    const std::string_view name = arguments.until(':');
    for (const FileOperation& operation : kFileOperations)
        if (operation.name == name)
            return operation.answer(state, arguments);
    return "";
}

} // namespace perisphere::debug::packets
