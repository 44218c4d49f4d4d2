// One image of an app on disk: its package, and the package unpacked.
//
//   <image id>/package   as it came, synced before the image counts
//   <image id>/root/     its files; can be made again from the package at any time
#pragma once

#include "perisphere/device/app.hpp"
#include "perisphere/device/package_check.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace perisphere::device
{

struct StoredImage {
    std::shared_ptr<const App> app;
    std::uint64_t packageBytes = 0;
};

/// Writes both into the new folder.
[[nodiscard]] Result<> writeImage(const std::filesystem::path& folder,
                                  std::span<const std::byte> package, const DirectoryTree& tree);

/// What an image that is read has to keep, and what becomes of its files.
struct ImageRules {
    InstallPolicy policy;
    bool isSealed = false; ///< its files, by fs-verity
};

struct LoadedImage {
    StoredImage image;
    bool wasRepaired = false;
};

/// Reads the package, and unpacks it again where the root is not exactly what it holds: unpacking
/// is not synced, so a power cut may have left anything there. `staging` is a free path on the same
/// file system. Errors when the package itself is no good.
[[nodiscard]] Result<LoadedImage> loadImage(const std::filesystem::path& folder,
                                            const std::filesystem::path& staging,
                                            const ImageRules& rules);

/// Makes the names in a folder durable.
[[nodiscard]] Result<> syncFolder(const std::filesystem::path& folder);

} // namespace perisphere::device
