// Folders that appear whole or not at all.
#pragma once

#include "perisphere/base/directory_tree.hpp"
#include "perisphere/base/result.hpp"

#include <filesystem>

namespace perisphere::tools
{

/// Writes `tree` as `folder`, which is not there yet (then it appears in one step, with the folders
/// above it) or is empty (then it is filled, and emptied again when that fails). AlreadyExists when
/// it holds something.
[[nodiscard]] Result<> writeNewFolder(const DirectoryTree& tree,
                                      const std::filesystem::path& folder);

} // namespace perisphere::tools
