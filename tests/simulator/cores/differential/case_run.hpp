// The cases of cases/*.s: an image per file, on both machines.
#pragma once

#include <filesystem>
#include <vector>

namespace perisphere::differential
{

/// @param least how many cases there are at least
/// @return whether each has the same results on both, or those that it expects
[[nodiscard]] bool runCases(const std::vector<std::filesystem::path>& images, unsigned least,
                            bool isVerbose);

} // namespace perisphere::differential
