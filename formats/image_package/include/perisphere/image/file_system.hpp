// ASXipFS: the read-only, execute-in-place file system in an image package (a cramfs variant).
#pragma once

#include "perisphere/base/directory_tree.hpp"
#include "perisphere/base/result.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace perisphere::image
{

inline constexpr std::size_t kPageBytes = 4096;
inline constexpr std::size_t kMaxNameBytes = 252;
inline constexpr std::size_t kMaxFileBytes = (1U << 24) - 1;
inline constexpr std::size_t kMaxFileSystemBytes = 256UL * 1024 * 1024;

/// Builds the file system. Files lie page-aligned and uncompressed. Errors name the entry: unsafe
/// or too long name, duplicate path, file in a missing directory, file or whole too large.
[[nodiscard]] Result<std::vector<std::byte>> writeFileSystem(const DirectoryTree& tree);

/// The modes that packages have by convention: 0755 for directories and the named files, 0644 for
/// all other files. NotFound when a named file is not in the tree.
[[nodiscard]] Result<> applySdkModes(DirectoryTree& tree, std::span<const std::string> executables);

struct FileSystemInfo {
    std::size_t bytes = 0;
    std::size_t inodes = 0; ///< with the root directory
    std::uint32_t crc = 0;
};

struct FileSystem {
    FileSystemInfo info;
    DirectoryTree tree;
};

/// Reads a file system, trusting nothing: every offset and size is checked against the data, names
/// against isSafeRelativePath(), tables and files against overlap, the CRC and the page padding.
/// Errors carry the offset.
[[nodiscard]] Result<FileSystem> readFileSystem(std::span<const std::byte> data,
                                                std::string_view inputName);

} // namespace perisphere::image
