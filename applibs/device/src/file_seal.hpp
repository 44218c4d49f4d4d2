// Files that the kernel verifies at each read from then on, and that nobody writes to any more:
// fs-verity.
#pragma once

#include "perisphere/base/directory_tree.hpp"
#include "perisphere/base/result.hpp"

#include <filesystem>

namespace perisphere::device
{

/// Seals the files of a tree that has been written to `root`. Unsupported: the file system has no
/// fs-verity, and the tree is as it was.
[[nodiscard]] Result<> sealTree(const DirectoryTree& tree, const std::filesystem::path& root);

} // namespace perisphere::device
