// Which of the SDK's toolchain files a project is built with when no preset says so.
#pragma once

#include <filesystem>
#include <string>

namespace perisphere::tools
{

/// Host mode.
inline constexpr const char* kHostToolchain = "AzureSphereNativeToolchain.cmake";

/// A high-level app for the device.
inline constexpr const char* kDeviceToolchain = "AzureSphereToolchain.cmake";

/// The name of a file in the SDK's CMakeFiles: host mode for a high-level app; for a real-time
/// capable one its core, with the floating-point unit if the project's own settings ask for it.
[[nodiscard]] std::string toolchainFileOf(const std::filesystem::path& project);

} // namespace perisphere::tools
