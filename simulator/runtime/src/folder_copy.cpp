#include "perisphere/runtime/folder_copy.hpp"

#include "perisphere/base/file.hpp"

#include <algorithm>
#include <system_error>

namespace perisphere::runtime
{
namespace
{

namespace fs = std::filesystem;

bool isGone(const std::error_code& error)
{
    return error == std::errc::no_such_file_or_directory;
}

Error copyError(const std::error_code& error, const fs::path& from)
{
    return systemError(error.value(), "copy", from.string());
}

} // namespace

Result<std::uint64_t> copyFolder(const fs::path& from, const fs::path& to,
                                 const std::vector<std::string_view>& except)
{
    std::uint64_t bytes = 0;
    std::error_code error;
    fs::create_directory(to, error);
    if (error)
        return fail(copyError(error, from));
    for (auto entry = fs::directory_iterator(from, error);
         !error && entry != fs::directory_iterator(); entry.increment(error)) {
        const std::string name = entry->path().filename();
        if (std::ranges::find(except, name) != except.end())
            continue;
        const fs::path target = to / name;
        std::error_code problem;
        const fs::file_status status = entry->symlink_status(problem);
        if (fs::is_directory(status)) {
            auto copied = copyFolder(entry->path(), target);
            if (!copied)
                return copied;
            bytes += *copied;
        } else if (fs::is_regular_file(status)) {
            fs::copy_file(entry->path(), target, problem);
            bytes += problem ? 0 : fs::file_size(target, problem);
        }
        if (problem && !isGone(problem))
            return fail(copyError(problem, entry->path()));
    }
    if (error && !isGone(error))
        return fail(copyError(error, from));
    // Last: it may be a folder that nobody may write to.
    const fs::file_status status = fs::status(from, error);
    if (!error)
        fs::permissions(to, status.permissions(), error);
    if (error && !isGone(error))
        return fail(copyError(error, from));
    return bytes;
}

} // namespace perisphere::runtime
