#include "perisphere/base/folder.hpp"

#include <cerrno>
#include <sys/stat.h>
#include <system_error>

namespace perisphere
{

Result<> makeFolder(const std::filesystem::path& folder)
{
    std::error_code error;
    if (!folder.empty())
        std::filesystem::create_directories(folder, error);
    if (error)
        return fail(systemError(error.value(), "make folder", folder.string()));
    return {};
}

Result<> makeOwnFolder(const std::filesystem::path& folder)
{
    if (auto made = makeFolder(folder); !made)
        return made;
    if (::chmod(folder.c_str(), 0700) != 0)
        return fail(systemError(errno, "set the mode of", folder.string()));
    return {};
}

} // namespace perisphere
