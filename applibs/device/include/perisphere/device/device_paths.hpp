// Where things are in the file system that an app sees on the device, and on whatever stands for
// one: the emulated core, the sandbox of the Linux target.
#pragma once

#include "perisphere/device/app.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::device
{

/// Where the image of the app is on the device.
[[nodiscard]] std::string imagePathOnDevice(const App& app);

/// Where the file of its mutable storage is.
[[nodiscard]] std::string mutablePathOnDevice(const App& app);

/// Where the folder with the device's certificate for its tenant is.
inline constexpr const char* kCertificatesOnDevice = "/run/device-auth";

struct DeviceTextFile {
    const char* path; ///< below the root, without its slash
    std::string_view text;
};

/// The files of /etc.
[[nodiscard]] std::span<const DeviceTextFile> deviceTextFiles();

/// The folders of a system root that are the device's, as absolute paths in it.
[[nodiscard]] std::vector<std::string> libraryFoldersOf(const std::filesystem::path& systemRoot);

} // namespace perisphere::device
