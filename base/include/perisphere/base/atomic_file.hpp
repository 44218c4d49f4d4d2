// Replace a file so that a reader, a crash or a power cut sees the old content or the new, never
// between.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>
#include <sys/types.h>

namespace perisphere
{

/// Writes a temporary file beside `path`, syncs it, renames it over `path` and syncs the folder.
/// On failure `path` is untouched and the temporary file is gone. `mode` is not narrowed by the
/// umask when it grants nothing to group and others (keys), else it is.
[[nodiscard]] Result<> replaceFile(const std::filesystem::path& path,
                                   std::span<const std::byte> content, ::mode_t mode = 0644);
[[nodiscard]] Result<> replaceFile(const std::filesystem::path& path, std::string_view content,
                                   ::mode_t mode = 0644);

/// Like replaceFile, but AlreadyExists when `path` is there: of several creators at once exactly
/// one succeeds.
[[nodiscard]] Result<> createFile(const std::filesystem::path& path, std::string_view content,
                                  ::mode_t mode = 0644);

/// Whether a file of this name is one that the functions above work with until it has its content.
[[nodiscard]] bool isUnfinished(const std::filesystem::path& path);

/// Removes such files from the folder: a loss of power has left them. For its owner, while nobody
/// writes there. A folder that is not there has none.
[[nodiscard]] Result<> removeUnfinished(const std::filesystem::path& folder);

} // namespace perisphere
