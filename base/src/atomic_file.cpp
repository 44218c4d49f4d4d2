#include "perisphere/base/atomic_file.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/base/persistence.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace perisphere
{
namespace
{

std::filesystem::path folderOf(const std::filesystem::path& path)
{
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

/// The umask, without the race of setting it to read it: the kernel tells it since Linux 4.7.
::mode_t currentUmask()
{
    const auto status = readTextFile("/proc/self/status", 1U << 20U);
    const std::size_t at = status ? status->find("\nUmask:") : std::string::npos;
    if (at == std::string::npos)
        return 022;
    return static_cast<::mode_t>(std::strtoul(status->c_str() + at + 7, nullptr, 8)) & 0777U;
}

constexpr std::string_view kRandomPart = ".XXXXXX"; // as mkostemp() wants it

/// A file under a name of its own beside the final one; removed unless it was given that name.
class TemporaryFile
{
public:
    static Result<TemporaryFile> create(const std::filesystem::path& beside)
    {
        std::string name =
            (folderOf(beside) / fmt::format(".{}{}", beside.filename().string(), kRandomPart))
                .string();
        UniqueFd fd(::mkostemp(name.data(), O_CLOEXEC));
        if (!fd)
            return fail(systemError(errno, "create a file in", folderOf(beside).string()));
        return TemporaryFile(std::move(name), std::move(fd));
    }
    TemporaryFile(TemporaryFile&& other) noexcept
        : m_name(std::exchange(other.m_name, {}))
        , m_fd(std::move(other.m_fd))
    {
    }
    TemporaryFile& operator=(TemporaryFile&&) = delete;
    ~TemporaryFile()
    {
        if (!m_name.empty())
            ::unlink(m_name.c_str());
    }

    [[nodiscard]] int fd() const { return m_fd.get(); }
    [[nodiscard]] const std::string& name() const { return m_name; }
    void keep() { m_name.clear(); }

private:
    TemporaryFile(std::string name, UniqueFd fd)
        : m_name(std::move(name))
        , m_fd(std::move(fd))
    {
    }

    std::string m_name;
    UniqueFd m_fd;
};

Result<TemporaryFile> writeTemporary(const std::filesystem::path& path,
                                     std::span<const std::byte> content, ::mode_t mode)
{
    auto file = TemporaryFile::create(path);
    if (!file)
        return file;
    const bool isPrivate = (mode & 0077U) == 0;
    if (::fchmod(file->fd(), isPrivate ? mode : mode & ~currentUmask()) != 0)
        return fail(systemError(errno, "set the mode of", file->name()));
    if (auto written = writeAll(file->fd(), content, path.string()); !written)
        return fail(written.error());
    if (::fsync(file->fd()) != 0)
        return fail(systemError(errno, "sync", path.string()));
    return file;
}

/// The new name itself has to reach the disk. File systems that cannot sync a folder say EINVAL.
Result<> syncFolder(const std::filesystem::path& folder)
{
    const UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd)
        return fail(systemError(errno, "open", folder.string()));
    if (::fsync(fd.get()) != 0 && errno != EINVAL)
        return fail(systemError(errno, "sync", folder.string()));
    return {};
}

} // namespace

Result<> replaceFile(const std::filesystem::path& path, std::span<const std::byte> content,
                     ::mode_t mode)
{
    auto file = writeTemporary(path, content, mode);
    if (!file)
        return fail(file.error());
    if (auto renamed =
            persistence::renameFile(file->name(), path, persistence::ChangeKind::Replace);
        !renamed)
        return renamed;
    file->keep();
    return syncFolder(folderOf(path));
}

Result<> replaceFile(const std::filesystem::path& path, std::string_view content, ::mode_t mode)
{
    return replaceFile(path, std::as_bytes(std::span(content)), mode);
}

Result<> createFile(const std::filesystem::path& path, std::string_view content, ::mode_t mode)
{
    auto file = writeTemporary(path, std::as_bytes(std::span(content)), mode);
    if (!file)
        return fail(file.error());
    // link() fails when the name is there, which rename() would silently take over.
    if (auto linked = persistence::linkFile(file->name(), path); !linked)
        return linked;
    return syncFolder(folderOf(path));
}

bool isUnfinished(const std::filesystem::path& path)
{
    const std::string name = path.filename().string();
    const std::size_t length = kRandomPart.size();
    return name.size() > length + 1 && name.front() == '.' && name[name.size() - length] == '.' &&
           std::all_of(name.end() - static_cast<std::ptrdiff_t>(length) + 1, name.end(),
                       [](unsigned char c) { return c < 0x80 && std::isalnum(c) != 0; });
}

Result<> removeUnfinished(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> unfinished;
    std::error_code error;
    for (auto entry = std::filesystem::directory_iterator(folder, error);
         !error && entry != std::filesystem::directory_iterator(); entry.increment(error))
        if (isUnfinished(entry->path()) && entry->is_regular_file(error))
            unfinished.push_back(entry->path());
    if (error && error != std::errc::no_such_file_or_directory)
        return fail(systemError(error.value(), "read directory", folder.string()));
    for (const std::filesystem::path& path : unfinished)
        if (auto removed = persistence::removeFile(path); !removed)
            return removed;
    return {};
}

} // namespace perisphere
