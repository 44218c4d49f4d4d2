// What is in an image package, as text for people and as JSON for programs.
#pragma once

#include "perisphere/base/directory_tree.hpp"
#include "perisphere/image/package.hpp"
#include "perisphere/json/document.hpp"

#include <string>

namespace perisphere::tools
{

/// A heading for each metadata section, in file order, and indented "label: value" lines.
[[nodiscard]] std::string describeSections(const image::Metadata& metadata);
[[nodiscard]] json::Value sectionsToJson(const image::Metadata& metadata);

/// One line for each entry: "0755      5592  bin/app".
[[nodiscard]] std::string describeFiles(const DirectoryTree& tree);
[[nodiscard]] json::Value filesToJson(const DirectoryTree& tree);

} // namespace perisphere::tools
