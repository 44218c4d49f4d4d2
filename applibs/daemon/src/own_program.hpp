// The programs that the daemon starts for what it does not do itself.
#pragma once

#include <filesystem>
#include <string_view>

namespace perisphere::daemon
{

/// Beside the daemon's own, as in a build tree, or where they are installed.
[[nodiscard]] std::filesystem::path ownProgram(std::string_view name);

} // namespace perisphere::daemon
