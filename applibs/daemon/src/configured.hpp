// What the configuration names: files that are read, and names that have to be known.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/image/signing.hpp"
#include "perisphere/linux/device_names.hpp"
#include "perisphere/linux/kernel_layers.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace perisphere::daemon
{

/// By the path of its file, or by its name in the folder.
[[nodiscard]] Result<target::DeviceNames> loadBoard(const std::string& board,
                                                    const std::filesystem::path& folder);

[[nodiscard]] Result<image::TrustStore>
loadTrustedKeys(const std::vector<std::filesystem::path>& files);

/// That each name is a layer's; the error suggests the nearest.
[[nodiscard]] Result<> checkLayerNames(const std::vector<std::string>& names,
                                       const std::vector<target::KernelLayer>& layers);

} // namespace perisphere::daemon
