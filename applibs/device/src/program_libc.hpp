// Which C library a program for the application core is on.
#pragma once

#include <filesystem>

namespace perisphere::device
{

/// Whether a program for 32-bit ARM is loaded by glibc. The device itself has musl: glibc is for
/// apps that link what the SDK has for glibc alone, such as curl. False for what cannot be read.
[[nodiscard]] bool isOnGlibc(const std::filesystem::path& program);

} // namespace perisphere::device
