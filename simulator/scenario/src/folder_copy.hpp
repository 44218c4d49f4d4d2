// Copies of a device's folder, as it is at an instant or as a change that is cut short leaves it.
#pragma once

#include "perisphere/base/persistence.hpp"
#include "perisphere/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace perisphere::scenario
{

/// Files and folders with their modes. `to` is not there yet. What is removed meanwhile is left
/// out: other threads write their temporary files. The bytes of all files.
[[nodiscard]] Result<std::uint64_t> copyFolder(const std::filesystem::path& from,
                                               const std::filesystem::path& to);

/// Makes half of the change in the folder that `path` is in the copy of. What was done of it:
/// "32 of 64 bytes"; empty when it is one step, which has no half.
[[nodiscard]] Result<std::string> makeHalf(const persistence::Change& change,
                                           const std::filesystem::path& path);

/// Whether there is a half.
[[nodiscard]] bool hasHalf(const persistence::Change& change);

} // namespace perisphere::scenario
