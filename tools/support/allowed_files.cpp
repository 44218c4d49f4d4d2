#include "support/allowed_files.hpp"

#include <fmt/format.h>

#include <system_error>

namespace perisphere::tools
{

namespace fs = std::filesystem;

void declareAllowFiles(Command& command, std::vector<fs::path>& paths)
{
    command.option("--allow-files", "PATH", paths,
                   "let an app that is built with --core host read and change this file, or folder "
                   "with all below it, as an instrumented program has to; on the device it cannot");
}

Result<std::vector<fs::path>> allowedFiles(const std::vector<fs::path>& paths)
{
    std::vector<fs::path> all;
    for (const fs::path& path : paths) {
        std::error_code error;
        all.push_back(fs::absolute(path));
        if (!fs::exists(all.back(), error))
            return fail(
                Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("--allow-files: there is no \"{}\"", path.string()),
                      .where = {},
                      .expected = "a file or folder of this machine",
                      .advice = "make it first"});
    }
    return all;
}

} // namespace perisphere::tools
