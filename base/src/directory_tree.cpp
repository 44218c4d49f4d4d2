#include "perisphere/base/directory_tree.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace perisphere
{
namespace
{

/// '/' sorts before every other byte, so that a directory comes right before what it holds.
bool before(std::string_view a, std::string_view b)
{
    const auto rank = [](char c) { return c == '/' ? 0 : static_cast<unsigned char>(c) + 1; };
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [&](char x, char y) { return rank(x) < rank(y); });
}

std::string_view parentOf(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

/// Reads a tree through directory descriptors: a name is examined and opened as the same file.
class Reader
{
public:
    Reader(const std::filesystem::path& root, const TreeLimits& limits)
        : m_root(root)
        , m_limits(limits)
    {
    }

    Result<DirectoryTree> read()
    {
        UniqueFd root(::open(m_root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!root)
            return fail(systemError(errno, "open directory", m_root.string()));
        if (auto done = readDirectory(std::move(root), "", 0); !done)
            return fail(done.error());
        sortTree(m_tree);
        return std::move(m_tree);
    }

private:
    static constexpr int kMaxDepth = 64; // one descriptor a level is held

    Result<> readDirectory(UniqueFd fd, const std::string& prefix, int depth)
    {
        if (depth > kMaxDepth)
            return fail(tooMuch(prefix, "directories are nested too deep", kMaxDepth, "levels"));
        const std::unique_ptr<DIR, int (*)(DIR*)> directory(::fdopendir(fd.get()), ::closedir);
        if (!directory)
            return fail(systemError(errno, "read directory", shown(prefix)));
        const int directoryFd = fd.release();
        for (;;) {
            errno = 0;
            const dirent* entry = ::readdir(directory.get());
            if (entry == nullptr)
                break;
            const std::string_view name = entry->d_name;
            if (name == "." || name == "..")
                continue;
            if (auto done = readEntry(directoryFd, std::string(name), prefix, depth); !done)
                return done;
        }
        if (errno != 0)
            return fail(systemError(errno, "read directory", shown(prefix)));
        return {};
    }

    Result<> readEntry(int directoryFd, const std::string& name, const std::string& prefix,
                       int depth)
    {
        const std::string path = prefix.empty() ? name : prefix + "/" + name;
        // O_NONBLOCK: a FIFO must not hang before fstat can refuse it.
        UniqueFd fd(
            ::openat(directoryFd, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        if (!fd && errno == ELOOP)
            return fail(unsuited(path, "is a symbolic link"));
        if (!fd)
            return fail(systemError(errno, "open", shown(path)));
        struct stat status {
        };
        if (::fstat(fd.get(), &status) != 0)
            return fail(systemError(errno, "examine", shown(path)));
        if (!isSafeRelativePath(path))
            return fail(unsuited(path, "has a name that an image cannot hold"));
        if (m_tree.size() >= m_limits.entries)
            return fail(tooMuch(path, "there are too many entries", m_limits.entries, "entries"));
        const auto mode = static_cast<std::uint16_t>(status.st_mode & 0777U);
        if (S_ISDIR(status.st_mode)) {
            m_tree.push_back(
                {.path = path, .kind = TreeEntry::Kind::Directory, .mode = mode, .content = {}});
            return readDirectory(std::move(fd), path, depth + 1);
        }
        if (!S_ISREG(status.st_mode))
            return fail(unsuited(path, "is neither a file nor a directory"));
        return readFile(fd.get(), path, mode);
    }

    Result<> readFile(int fd, const std::string& path, std::uint16_t mode)
    {
        std::vector<std::byte> content;
        constexpr std::size_t kChunk = std::size_t{64} * 1024;
        for (std::size_t filled = 0;;) {
            content.resize(filled + kChunk);
            const ssize_t count = ::read(fd, content.data() + filled, kChunk);
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0)
                return fail(systemError(errno, "read", shown(path)));
            filled += static_cast<std::size_t>(count);
            if (filled > m_limits.fileBytes)
                return fail(tooMuch(path, "the file is too large", m_limits.fileBytes, "bytes"));
            if (count == 0) {
                content.resize(filled);
                break;
            }
        }
        m_total += content.size();
        if (m_total > m_limits.totalBytes)
            return fail(tooMuch(path, "the tree is too large", m_limits.totalBytes, "bytes"));
        content.shrink_to_fit();
        m_tree.push_back({.path = path,
                          .kind = TreeEntry::Kind::File,
                          .mode = mode,
                          .content = std::move(content)});
        return {};
    }

    [[nodiscard]] std::string shown(const std::string& path) const
    {
        return (m_root / path).string();
    }

    [[nodiscard]] Error unsuited(const std::string& path, std::string_view why) const
    {
        return Error{.code = ErrorCode::Unsupported,
                     .message = fmt::format("\"{}\" {}", shown(path), why),
                     .where = {.file = shown(path)},
                     .expected = "regular files and directories only"};
    }

    [[nodiscard]] Error tooMuch(const std::string& path, std::string_view what, std::uint64_t limit,
                                std::string_view unit) const
    {
        return Error{.code = ErrorCode::LimitExceeded,
                     .message = std::string(what),
                     .where = {.file = shown(path)},
                     .expected = fmt::format("at most {} {}", limit, unit)};
    }

    std::filesystem::path m_root;
    TreeLimits m_limits;
    DirectoryTree m_tree;
    std::uint64_t m_total = 0;
};

/// Writes a tree below a held directory and takes back what it made unless all of it was written.
class Writer
{
public:
    explicit Writer(const std::filesystem::path& root)
        : m_root(root)
    {
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer()
    {
        if (!m_complete)
            takeBack();
    }

    Result<> write(const DirectoryTree& tree)
    {
        if (auto done = openRoot(); !done)
            return done;
        for (const TreeEntry& entry : tree)
            if (auto done = writeEntry(entry); !done)
                return done;
        // Last, and from the inside out: a directory without write permission could not be filled.
        for (auto entry = tree.rbegin(); entry != tree.rend(); ++entry)
            if (entry->kind == TreeEntry::Kind::Directory)
                if (auto done = setDirectoryMode(*entry); !done)
                    return done;
        m_complete = true;
        return {};
    }

private:
    Result<> openRoot()
    {
        m_madeRoot = ::mkdir(m_root.c_str(), 0777) == 0;
        if (!m_madeRoot && errno != EEXIST)
            return fail(systemError(errno, "create directory", m_root.string()));
        m_rootFd = UniqueFd(::open(m_root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!m_rootFd)
            return fail(systemError(errno, "open directory", m_root.string()));
        std::error_code error;
        const bool isEmpty = std::filesystem::is_empty(m_root, error);
        if (error || !isEmpty)
            return fail(
                Error{.code = ErrorCode::AlreadyExists,
                      .message = fmt::format("directory \"{}\" is not empty", m_root.string()),
                      .where = {.file = m_root.string()},
                      .expected = "a new or an empty directory",
                      .advice = "name another one"});
        return {};
    }

    /// Opens the directory that `path` lies in, one component at a time, following no link.
    Result<UniqueFd> openParent(std::string_view path)
    {
        UniqueFd at(::openat(m_rootFd.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        std::string_view rest = parentOf(path);
        while (at && !rest.empty()) {
            const std::size_t end = std::min(rest.find('/'), rest.size());
            const std::string name(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
            at = UniqueFd(
                ::openat(at.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        }
        if (!at)
            return fail(systemError(errno, "open the directory of", shown(path)));
        return at;
    }

    Result<> writeEntry(const TreeEntry& entry)
    {
        if (!isSafeRelativePath(entry.path))
            return fail(Error{.code = ErrorCode::InvalidArgument,
                              .message = fmt::format("\"{}\" is not a safe name", entry.path),
                              .where = {.file = m_root.string()},
                              .expected = "a relative path without \"..\""});
        auto parent = openParent(entry.path);
        if (!parent)
            return fail(parent.error());
        const std::string name = entry.path.substr(entry.path.rfind('/') + 1);
        if (entry.kind == TreeEntry::Kind::Directory) {
            if (::mkdirat(parent->get(), name.c_str(), 0700) != 0)
                return fail(systemError(errno, "create directory", shown(entry.path)));
            m_made.push_back(&entry);
            return {};
        }
        const UniqueFd file(::openat(parent->get(), name.c_str(),
                                     O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!file)
            return fail(systemError(errno, "create", shown(entry.path)));
        m_made.push_back(&entry);
        if (auto done = writeAll(file.get(), entry.content, shown(entry.path)); !done)
            return done;
        if (::fchmod(file.get(), entry.mode) != 0)
            return fail(systemError(errno, "set the mode of", shown(entry.path)));
        return {};
    }

    Result<> setDirectoryMode(const TreeEntry& entry)
    {
        auto parent = openParent(entry.path);
        if (!parent)
            return fail(parent.error());
        const std::string name = entry.path.substr(entry.path.rfind('/') + 1);
        const UniqueFd fd(
            ::openat(parent->get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (!fd || ::fchmod(fd.get(), entry.mode) != 0)
            return fail(systemError(errno, "set the mode of", shown(entry.path)));
        return {};
    }

    void takeBack()
    {
        for (auto entry = m_made.rbegin(); entry != m_made.rend(); ++entry)
            if (const auto parent = openParent((*entry)->path)) {
                const std::string name = (*entry)->path.substr((*entry)->path.rfind('/') + 1);
                const bool isDirectory = (*entry)->kind == TreeEntry::Kind::Directory;
                ::unlinkat(parent->get(), name.c_str(), isDirectory ? AT_REMOVEDIR : 0);
            }
        if (m_madeRoot)
            ::rmdir(m_root.c_str());
    }

    [[nodiscard]] std::string shown(std::string_view path) const
    {
        return (m_root / path).string();
    }

    std::filesystem::path m_root;
    UniqueFd m_rootFd;
    std::vector<const TreeEntry*> m_made;
    bool m_madeRoot = false;
    bool m_complete = false;
};

} // namespace

bool isSafeRelativePath(std::string_view path)
{
    if (path.empty() || path.find('\0') != std::string_view::npos ||
        path.find('\\') != std::string_view::npos)
        return false;
    for (;;) {
        const std::size_t end = std::min(path.find('/'), path.size());
        const std::string_view name = path.substr(0, end);
        if (name.empty() || name == "." || name == "..")
            return false;
        if (end == path.size())
            return true;
        path.remove_prefix(end + 1);
    }
}

void sortTree(DirectoryTree& tree)
{
    std::sort(tree.begin(), tree.end(),
              [](const TreeEntry& a, const TreeEntry& b) { return before(a.path, b.path); });
}

Result<DirectoryTree> readTree(const std::filesystem::path& root, const TreeLimits& limits)
{
    return Reader(root, limits).read();
}

Result<> writeTree(const DirectoryTree& tree, const std::filesystem::path& root)
{
    return Writer(root).write(tree);
}

} // namespace perisphere
