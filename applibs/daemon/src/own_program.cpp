#include "own_program.hpp"

#include <system_error>

namespace perisphere::daemon
{

namespace fs = std::filesystem;

fs::path ownProgram(std::string_view name)
{
    std::error_code error;
    const fs::path self = fs::read_symlink("/proc/self/exe", error);
    if (fs::path beside = self.parent_path() / name; !error && fs::exists(beside, error))
        return beside;
    return fs::path(PERISPHERE_PROGRAMS) / name;
}

} // namespace perisphere::daemon
