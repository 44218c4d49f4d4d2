#include "support/scratch_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace perisphere::tools
{

namespace fs = std::filesystem;

Result<ScratchFolder> ScratchFolder::make()
{
    std::error_code error;
    const fs::path folder = fs::temp_directory_path(error);
    std::string pattern = (error ? fs::path("/tmp") : folder) / "perisphere-test-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr)
        return fail(systemError(errno, "make folder", pattern));
    return ScratchFolder(pattern);
}

ScratchFolder::~ScratchFolder()
{
    std::error_code ignored;
    if (!m_path.empty())
        fs::remove_all(m_path, ignored);
}

} // namespace perisphere::tools
