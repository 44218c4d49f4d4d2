// Image packages as files.
#pragma once

#include "command/services.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/image/package.hpp"

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

namespace perisphere::tools
{

[[nodiscard]] Result<std::vector<std::byte>> readPackageFile(const std::filesystem::path& file);

/// What is told after packing.
struct PackReport {
    bool asJson = false;
    bool isVerbose = false; ///< the metadata sections too
    bool isQuiet = false;   ///< nothing, as the original tool
};

/// Writes a package in one step (the old file or the new, never half of one) and tells what it is.
[[nodiscard]] Result<> writePackageFile(const std::filesystem::path& file,
                                        std::span<const std::byte> package,
                                        const PackReport& report, Services& services);

} // namespace perisphere::tools
