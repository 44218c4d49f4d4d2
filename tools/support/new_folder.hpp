// Folders that appear whole or not at all.
#pragma once

#include "perisphere/base/directory_tree.hpp"
#include "perisphere/base/result.hpp"

#include <filesystem>

namespace perisphere::tools
{

/// Writes `tree` as `folder`, which is not there yet (the folders above it are made) or is empty.
/// AlreadyExists when it holds something.
///
/// However this process ends, the folder is as it was or complete. It appears in one step, also in
/// place of the empty one, unless that cannot be replaced: somebody's shell stands in it, it is a
/// mount point, it has another owner or access list. Then it is filled, and a second process
/// empties it again when this one is killed meanwhile. What a killed one has left beside the folder
/// is removed by the next.
[[nodiscard]] Result<> writeNewFolder(const DirectoryTree& tree,
                                      const std::filesystem::path& folder);

} // namespace perisphere::tools
