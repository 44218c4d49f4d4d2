// Whether this host can execute a program file.
#pragma once

#include "perisphere/base/result.hpp"

#include <filesystem>

namespace perisphere::device
{

/// Unsupported, naming the machine it is built for and what is needed, when it cannot.

[[nodiscard]] Result<> checkRunsHere(const std::filesystem::path& program);

/// Whether it is a program for 32-bit ARM, which the application core of the device is.
[[nodiscard]] bool isForApplicationCore(const std::filesystem::path& program);

} // namespace perisphere::device
