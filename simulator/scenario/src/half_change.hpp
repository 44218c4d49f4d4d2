// Changes of a device's folder that are cut short.
#pragma once

#include "perisphere/base/persistence.hpp"
#include "perisphere/base/result.hpp"

#include <filesystem>
#include <string>

namespace perisphere::scenario
{

/// Makes half of the change in the folder that `path` is in the copy of. What was done of it:
/// "32 of 64 bytes"; empty when it is one step, which has no half.
[[nodiscard]] Result<std::string> makeHalf(const persistence::Change& change,
                                           const std::filesystem::path& path);

/// Whether there is a half.
[[nodiscard]] bool hasHalf(const persistence::Change& change);

} // namespace perisphere::scenario
