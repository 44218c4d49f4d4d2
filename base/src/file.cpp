#include "perisphere/base/file.hpp"

#include "perisphere/base/unique_fd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace perisphere
{
namespace
{

Error tooLarge(const std::filesystem::path& path, std::uint64_t maxBytes)
{
    return Error{.code = ErrorCode::LimitExceeded,
                 .message = fmt::format("\"{}\" is too large", path.string()),
                 .where = {.file = path.string()},
                 .expected = fmt::format("at most {} bytes", maxBytes)};
}

Result<UniqueFd> openRegular(const std::filesystem::path& path)
{
    // O_NONBLOCK: opening a FIFO must not hang before fstat can refuse it.
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (!fd)
        return fail(systemError(errno, "open", path.string()));
    struct stat status {
    };
    if (::fstat(fd.get(), &status) != 0)
        return fail(systemError(errno, "examine", path.string()));
    if (!S_ISREG(status.st_mode))
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = fmt::format("\"{}\" is not a regular file", path.string()),
                          .where = {.file = path.string()}});
    return fd;
}

template <class Container>
Result<Container> readWhole(const std::filesystem::path& path, std::uint64_t maxBytes)
{
    auto fd = openRegular(path);
    if (!fd)
        return fail(fd.error());
    Container content;
    constexpr std::size_t kChunk = 64UL * 1024;
    std::size_t filled = 0;
    for (;;) { // by what is read, not by st_size: a file in /proc has none, and files grow
        content.resize(filled + kChunk);
        const ssize_t count = ::read(fd->get(), content.data() + filled, kChunk);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fail(systemError(errno, "read", path.string()));
        if (count == 0)
            break;
        filled += static_cast<std::size_t>(count);
        if (filled > maxBytes)
            return fail(tooLarge(path, maxBytes));
    }
    content.resize(filled);
    return content;
}

} // namespace

Result<std::string> readTextFile(const std::filesystem::path& path, std::uint64_t maxBytes)
{
    return readWhole<std::string>(path, maxBytes);
}

Result<std::vector<std::byte>> readBinaryFile(const std::filesystem::path& path,
                                              std::uint64_t maxBytes)
{
    return readWhole<std::vector<std::byte>>(path, maxBytes);
}

Result<> writeAll(int fd, std::span<const std::byte> data, const std::string& nameForErrors)
{
    while (!data.empty()) {
        const ssize_t count = ::write(fd, data.data(), data.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fail(systemError(errno, "write", nameForErrors));
        data = data.subspan(static_cast<std::size_t>(count));
    }
    return {};
}

} // namespace perisphere
