#include "support/private_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <sys/stat.h>

namespace perisphere::tools
{

Result<> checkPrivate(const std::filesystem::path& file, std::string_view what)
{
    constexpr unsigned kGroupAndOthers = 077;
    constexpr unsigned kModeBits = 07777;
    struct ::stat status {
    };
    if (::stat(file.c_str(), &status) != 0)
        return fail(systemError(errno, "look at", file.string()));
    if ((status.st_mode & kGroupAndOthers) == 0)
        return {};
    return fail(Error{.code = ErrorCode::PermissionDenied,
                      .message = fmt::format("{} \"{}\" has mode {:04o}, so others may use it",
                                             what, file.string(), status.st_mode & kModeBits),
                      .expected = "mode 0600",
                      .advice = fmt::format("run: chmod 600 '{}'", file.string())});
}

} // namespace perisphere::tools
