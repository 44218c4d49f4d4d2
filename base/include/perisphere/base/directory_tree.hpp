// A directory tree as a value: what an image package is made from and unpacked to.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere
{

/// One file or directory. Links, devices, sockets and FIFOs have no place in an image.
struct TreeEntry {
    enum class Kind { File, Directory };

    std::string path; ///< relative, '/' between names, e.g. "bin/app"; see isSafeRelativePath()
    Kind kind = Kind::File;
    std::uint16_t mode = 0644;      ///< permission bits only, 0000 to 0777
    std::vector<std::byte> content; ///< empty for a directory

    bool operator==(const TreeEntry&) const = default;
};

/// Sorted bytewise by path component, so that a directory comes right before what it holds. The
/// root directory itself is not an entry.
using DirectoryTree = std::vector<TreeEntry>;

/// Relative, not empty, no empty, "." or ".." component, no NUL and no backslash.
[[nodiscard]] bool isSafeRelativePath(std::string_view path);

/// Puts a tree into its canonical order.
void sortTree(DirectoryTree& tree);

struct TreeLimits {
    std::uint64_t fileBytes = 16ULL * 1024 * 1024;
    std::uint64_t totalBytes = 256ULL * 1024 * 1024;
    std::size_t entries = 65536;
};

/// Reads everything below `root`. A link or special file is an error naming it.
[[nodiscard]] Result<DirectoryTree> readTree(const std::filesystem::path& root,
                                             const TreeLimits& limits = {});

/// Writes a tree into the new directory `root`, which must not exist yet or be empty. Every name is
/// opened below a held directory without following links, so nothing lands outside `root`. On
/// failure what was made is removed. Modes are set exactly, whatever the umask.
[[nodiscard]] Result<> writeTree(const DirectoryTree& tree, const std::filesystem::path& root);

} // namespace perisphere
