// Copies of a device's folder, as it is at an instant.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace perisphere::runtime
{

/// Files and folders with their modes; `except` are names in `from` itself that are left out. `to`
/// is not there yet. What is removed meanwhile is left out: other threads write their temporary
/// files. The bytes of all files.
[[nodiscard]] Result<std::uint64_t> copyFolder(const std::filesystem::path& from,
                                               const std::filesystem::path& to,
                                               const std::vector<std::string_view>& except = {});

} // namespace perisphere::runtime
