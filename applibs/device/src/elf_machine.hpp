// Whether this host can execute a program file.
#pragma once

#include "perisphere/base/result.hpp"

#include <filesystem>

namespace perisphere::device
{

/// Unsupported, naming the machine it is built for and what is needed, when it cannot.
[[nodiscard]] Result<> checkRunsHere(const std::filesystem::path& program);

} // namespace perisphere::device
