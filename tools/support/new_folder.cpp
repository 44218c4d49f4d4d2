#include "support/new_folder.hpp"

#include "perisphere/base/unique_fd.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace perisphere::tools
{
namespace
{

namespace fs = std::filesystem;

Error notEmpty(const fs::path& folder)
{
    return {.code = ErrorCode::AlreadyExists,
            .message =
                fmt::format("\"{}\" is there already and is not an empty folder", folder.string()),
            .expected = "a folder that does not exist yet, or an empty one",
            .advice = "choose another one"};
}

/// Where the folder is written before it gets its name.
fs::path draftOf(const fs::path& folder, ::pid_t writer)
{
    return folder.parent_path() / fmt::format(".{}.{}.new", folder.filename().string(), writer);
}

/// Drafts of this folder whose writer was killed.
void removeLeftovers(const fs::path& folder)
{
    const std::string before = "." + folder.filename().string() + ".";
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder.parent_path(), ignored)) {
        const std::string name = entry.path().filename().string();
        ::pid_t writer = 0;
        if (name.compare(0, before.size(), before) != 0)
            continue;
        std::from_chars(name.data() + before.size(), name.data() + name.size(), writer);
        if (writer <= 0 || entry.path() != draftOf(folder, writer))
            continue;
        if (writer == ::getpid() || (::kill(writer, 0) != 0 && errno == ESRCH))
            fs::remove_all(entry.path(), ignored);
    }
}

/// The draft takes the place of nothing or of an empty folder, in one step.
Result<> writeDraftAndRename(const DirectoryTree& tree, const fs::path& folder,
                             const struct stat* replaced)
{
    removeLeftovers(folder);
    const fs::path draft = draftOf(folder, ::getpid());
    if (auto written = writeTree(tree, draft); !written)
        return written;
    std::error_code problem;
    if (replaced != nullptr && ::chmod(draft.c_str(), replaced->st_mode & 07777U) != 0)
        problem = {errno, std::system_category()};
    if (!problem)
        fs::rename(draft, folder, problem);
    if (!problem)
        return {};
    std::error_code ignored;
    fs::remove_all(draft, ignored);
    if (problem == std::errc::directory_not_empty || problem == std::errc::file_exists)
        return fail(notEmpty(folder));
    return fail(systemError(problem.value(), "make folder", folder.string()));
}

bool isSame(const struct stat& a, const struct stat& b)
{
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/// Whether a process, such as the shell that "perisphere new ." is typed in, has the folder as its
/// current one. It would be left in one that has no name any more.
bool isStoodIn(const struct stat& folder)
{
    struct stat current {
    };
    if (::stat(".", &current) == 0 && isSame(current, folder))
        return true;
    std::error_code ignored;
    for (const auto& process : fs::directory_iterator("/proc", ignored))
        if (::stat((process.path() / "cwd").c_str(), &current) == 0 && isSame(current, folder))
            return true;
    return false;
}

/// Whether another folder of the same mode in the same place is as good.
bool isReplaceable(const fs::path& folder, const struct stat& status)
{
    struct stat parent {
    };
    const bool hasAcl = ::getxattr(folder.c_str(), "system.posix_acl_access", nullptr, 0) > 0 ||
                        ::getxattr(folder.c_str(), "system.posix_acl_default", nullptr, 0) > 0;
    return S_ISDIR(status.st_mode) && ::stat(folder.parent_path().c_str(), &parent) == 0 &&
           parent.st_dev == status.st_dev && // else it is a mount point
           ::access(folder.parent_path().c_str(), W_OK | X_OK) == 0 &&
           status.st_uid == ::geteuid() && status.st_gid == ::getegid() && !hasAcl &&
           !isStoodIn(status);
}

/// Empties a folder that this process fills, should it be killed before the folder is full: a
/// process of its own, which neither the terminal's signals nor those to the group reach.
class Guardian
{
public:
    static Result<Guardian> start(const DirectoryTree& tree, const fs::path& folder)
    {
        const UniqueFd held(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!held)
            return fail(systemError(errno, "open folder", folder.string()));
        int ends[2]{};
        if (::pipe2(ends, O_CLOEXEC) != 0)
            return fail(systemError(errno, "make a pipe for", folder.string()));
        UniqueFd reading(ends[0]);
        UniqueFd writing(ends[1]);
        const ::pid_t process = ::fork();
        if (process < 0)
            return fail(systemError(errno, "start a process for", folder.string()));
        if (process == 0) {
            writing.reset();
            guard(tree, held.get(), reading.get());
        }
        return Guardian(process, std::move(writing));
    }
    Guardian(Guardian&& other) noexcept
        : m_process(std::exchange(other.m_process, -1))
        , m_writing(std::move(other.m_writing))
    {
    }
    Guardian& operator=(Guardian&&) = delete;
    ~Guardian()
    {
        if (m_process < 0)
            return;
        // It may have been killed itself, which is no trouble then any more.
        struct sigaction ignore {
        };
        struct sigaction former {
        };
        ignore.sa_handler = SIG_IGN;
        ::sigaction(SIGPIPE, &ignore, &former);
        static_cast<void>(::write(m_writing.get(), "", 1));
        ::sigaction(SIGPIPE, &former, nullptr);
        while (::waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) {
        }
    }

private:
    Guardian(::pid_t process, UniqueFd writing)
        : m_process(process)
        , m_writing(std::move(writing))
    {
    }

    [[noreturn]] static void guard(const DirectoryTree& tree, int folder, int told)
    {
        ::setsid();
        char byte = 0;
        ssize_t count = 0;
        while ((count = ::read(told, &byte, 1)) < 0 && errno == EINTR) {
        }
        if (count == 0) // the other end is gone without a word
            for (auto entry = tree.rbegin(); entry != tree.rend(); ++entry)
                ::unlinkat(folder, entry->path.c_str(),
                           entry->kind == TreeEntry::Kind::Directory ? AT_REMOVEDIR : 0);
        ::_exit(0);
    }

    ::pid_t m_process;
    UniqueFd m_writing;
};

Result<> fill(const DirectoryTree& tree, const fs::path& folder)
{
    const auto guardian = Guardian::start(tree, folder);
    if (!guardian)
        return fail(guardian.error());
    return writeTree(tree, folder);
}

} // namespace

Result<> writeNewFolder(const DirectoryTree& tree, const fs::path& folder)
{
    std::error_code problem;
    struct stat status {
    };
    if (::lstat(folder.c_str(), &status) == 0) {
        const bool isEmpty = fs::is_directory(folder, problem) && fs::is_empty(folder, problem);
        if (problem || !isEmpty)
            return fail(problem ? systemError(problem.value(), "look at", folder.string())
                                : notEmpty(folder));
        return isReplaceable(folder, status) ? writeDraftAndRename(tree, folder, &status)
                                             : fill(tree, folder);
    }
    fs::create_directories(folder.parent_path(), problem);
    if (problem)
        return fail(systemError(problem.value(), "make folder", folder.parent_path().string()));
    return writeDraftAndRename(tree, folder, nullptr);
}

} // namespace perisphere::tools
