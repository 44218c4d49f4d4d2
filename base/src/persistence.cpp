#include "perisphere/base/persistence.hpp"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <unistd.h>

namespace perisphere::persistence
{
namespace
{

namespace fs = std::filesystem;

std::atomic<Observer*> g_observer = nullptr;

/// Copies the path only where somebody looks at it.
void tell(ChangeKind kind, const fs::path& path)
{
    if (isObserved())
        announce({.kind = kind, .path = path});
}

} // namespace

std::string_view name(ChangeKind kind)
{
    switch (kind) {
    case ChangeKind::Replace:
        return "replace";
    case ChangeKind::Create:
        return "create";
    case ChangeKind::Rename:
        return "rename to";
    case ChangeKind::Remove:
    case ChangeKind::RemoveTree:
        return "remove";
    case ChangeKind::Write:
        return "write to";
    case ChangeKind::Resize:
        break;
    }
    return "resize";
}

void setObserver(Observer* observer)
{
    g_observer.store(observer, std::memory_order_release);
}

bool isObserved()
{
    return g_observer.load(std::memory_order_acquire) != nullptr;
}

void announce(const Change& change)
{
    if (Observer* const observer = g_observer.load(std::memory_order_acquire))
        observer->before(change);
}

Result<> renameFile(const fs::path& from, const fs::path& to, ChangeKind kind)
{
    tell(kind, to);
    if (std::rename(from.c_str(), to.c_str()) == 0)
        return {};
    return fail(kind == ChangeKind::Replace ? systemError(errno, "replace", to.string())
                                            : systemError(errno, "rename", from.string()));
}

Result<> linkFile(const fs::path& from, const fs::path& to)
{
    tell(ChangeKind::Create, to);
    if (::link(from.c_str(), to.c_str()) != 0)
        return fail(systemError(errno, "create", to.string()));
    return {};
}

Result<> removeFile(const fs::path& path)
{
    tell(ChangeKind::Remove, path);
    if (::unlink(path.c_str()) != 0)
        return fail(systemError(errno, "remove", path.string()));
    return {};
}

Result<> removeTree(const fs::path& folder)
{
    std::error_code error;
    if (!fs::exists(fs::symlink_status(folder, error)))
        return {}; // no change that anybody could observe
    tell(ChangeKind::RemoveTree, folder);
    for (auto entry = fs::recursive_directory_iterator(folder, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error))
        if (entry->is_directory(error) && !entry->is_symlink(error))
            fs::permissions(entry->path(), fs::perms::owner_all, fs::perm_options::add, error);
    fs::remove_all(folder, error);
    if (error)
        return fail(systemError(error.value(), "remove", folder.string()));
    return {};
}

} // namespace perisphere::persistence
