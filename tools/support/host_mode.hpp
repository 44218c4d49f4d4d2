// Whether an app runs in host mode: as a process of this machine, in its time.
#pragma once

#include <filesystem>

namespace perisphere::tools
{

/// Whether an image package has a program for other processors than the device's. False for what
/// is no image package, too.
[[nodiscard]] bool isForHost(const std::filesystem::path& package);

} // namespace perisphere::tools
