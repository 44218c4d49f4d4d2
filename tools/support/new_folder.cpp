#include "support/new_folder.hpp"

#include <fmt/format.h>

#include <system_error>
#include <unistd.h>

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

} // namespace

Result<> writeNewFolder(const DirectoryTree& tree, const fs::path& folder)
{
    std::error_code problem;
    const fs::file_status status = fs::symlink_status(folder, problem);
    if (fs::exists(status)) {
        const bool isEmpty = fs::is_directory(folder, problem) && fs::is_empty(folder, problem);
        if (problem || !isEmpty)
            return fail(problem ? systemError(problem.value(), "look at", folder.string())
                                : notEmpty(folder));
        // Not replaced: somebody's shell may stand in it.
        return writeTree(tree, folder);
    }
    fs::create_directories(folder.parent_path(), problem);
    if (problem)
        return fail(systemError(problem.value(), "make folder", folder.parent_path().string()));
    const fs::path draft =
        folder.parent_path() / fmt::format(".{}.{}.new", folder.filename().string(), ::getpid());
    if (auto written = writeTree(tree, draft); !written)
        return written;
    fs::rename(draft, folder, problem); // takes the place of nothing, or of an empty folder
    if (!problem)
        return {};
    std::error_code ignored;
    fs::remove_all(draft, ignored);
    if (problem == std::errc::directory_not_empty || problem == std::errc::file_exists)
        return fail(notEmpty(folder));
    return fail(systemError(problem.value(), "make folder", folder.string()));
}

} // namespace perisphere::tools
