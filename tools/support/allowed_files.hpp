// --allow-files: what apps in host mode may read and change besides what is theirs.
#pragma once

#include "command/command.hpp"
#include "perisphere/base/result.hpp"

#include <filesystem>
#include <vector>

namespace perisphere::tools
{

void declareAllowFiles(Command& command, std::vector<std::filesystem::path>& paths);

/// As absolute paths. NotFound for one that is not there.
[[nodiscard]] Result<std::vector<std::filesystem::path>>
allowedFiles(const std::vector<std::filesystem::path>& paths);

} // namespace perisphere::tools
