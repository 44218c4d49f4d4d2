// The CMake variables that a project's own settings give to its builds, such as the choice of a
// board: host mode builds with them too.
#pragma once

#include "command/services.hpp"
#include "perisphere/base/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::tools
{

struct ProjectVariable {
    std::string name;
    std::string value;
    std::string file; ///< that gives it, relative to the project
};

/// From CMakePresets.json, CMakeSettings.json and .vscode/settings.json, by name; of each name the
/// first that is given. Where a file has several configurations it is ARM-Debug, or else the first.
/// Taken are texts but for CMAKE_... and ARM_GNU_PATH, which choose the compiler; `${sourceDir}`,
/// environment variables and their like are replaced, and a value with anything else of that kind
/// is left out. A file that cannot be read is a warning, and gives nothing.
[[nodiscard]] std::vector<ProjectVariable> projectVariables(const std::filesystem::path& project,
                                                            const std::filesystem::path& sdk,
                                                            Services& services);

/// JSON as editors write it, with comments and commas before a closing bracket: blanks in their
/// place, so that every character keeps its line and column.
[[nodiscard]] std::string withoutComments(std::string_view text);

} // namespace perisphere::tools
