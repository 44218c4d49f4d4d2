// Templates of app projects: folders as templates/README.md describes them, and the projects made
// from them. No code knows any template by name.
#pragma once

#include "perisphere/base/directory_tree.hpp"
#include "perisphere/base/result.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::tools
{

using TemplateValues = std::map<std::string, std::string>;

struct ProjectTemplate {
    std::string name; ///< "blink"
    std::string description;
    std::vector<std::string> languages;           ///< "c", "c++"
    std::map<std::string, TemplateValues> values; ///< by board; empty: for every board
    std::filesystem::path folder;
};

/// By name. Invalid when the description of one cannot be used.
[[nodiscard]] Result<std::vector<ProjectTemplate>>
listTemplates(const std::filesystem::path& templates);

/// NotFound with the nearest name.
[[nodiscard]] Result<ProjectTemplate> findTemplate(const std::vector<ProjectTemplate>& templates,
                                                   std::string_view name);

/// `text` with each "@NAME@" replaced. Invalid for a name without a value; `file` is for errors.
[[nodiscard]] Result<std::string> fillIn(std::string_view text, const TemplateValues& values,
                                         const std::string& file);

/// The project's files in `language`, which the template has.
[[nodiscard]] Result<DirectoryTree>
instantiate(const ProjectTemplate& one, const std::string& language, const TemplateValues& values);

} // namespace perisphere::tools
