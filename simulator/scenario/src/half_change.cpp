#include "half_change.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace perisphere::scenario
{
namespace
{

namespace fs = std::filesystem;
using persistence::ChangeKind;

/// Folders first, each file before what is removed after it, so that a half is the same each time.
std::vector<fs::path> entriesOf(const fs::path& folder)
{
    std::vector<fs::path> all;
    std::error_code error;
    for (auto entry = fs::recursive_directory_iterator(folder, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error))
        all.push_back(entry->path());
    std::sort(all.begin(), all.end());
    return all;
}

Result<std::string> writeHalf(const persistence::Change& change, const fs::path& path)
{
    const std::size_t half = change.data.size() / 2;
    const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!file || ::lseek(file.get(), static_cast<::off_t>(change.offset), SEEK_SET) < 0)
        return fail(systemError(errno, "open", path.string()));
    if (auto written = writeAll(file.get(), change.data.first(half), path.string()); !written)
        return fail(written.error());
    return fmt::format("{} of {} bytes", half, change.data.size());
}

/// From the last on, as a folder goes only when it is empty.
Result<std::string> removeHalf(const fs::path& folder)
{
    const std::vector<fs::path> all = entriesOf(folder);
    const std::size_t half = all.size() - all.size() / 2;
    std::error_code error;
    for (std::size_t i = all.size(); i > half && !error; --i) {
        fs::permissions(all[i - 1].parent_path(), fs::perms::owner_all, fs::perm_options::add,
                        error);
        fs::remove(all[i - 1], error);
    }
    if (error)
        return fail(systemError(error.value(), "remove half of", folder.string()));
    return fmt::format("{} of {} entries", all.size() - half, all.size());
}

} // namespace

bool hasHalf(const persistence::Change& change)
{
    if (change.kind == ChangeKind::RemoveTree)
        return entriesOf(change.path).size() > 1;
    return change.kind == ChangeKind::Write && change.data.size() > 1;
}

Result<std::string> makeHalf(const persistence::Change& change, const fs::path& path)
{
    return change.kind == ChangeKind::Write ? writeHalf(change, path) : removeHalf(path);
}

} // namespace perisphere::scenario
