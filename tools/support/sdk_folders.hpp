// Where the SDK's files are: beside the program in the build tree, below its prefix when installed.
#pragma once

#include "command/services.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/device/host_launcher.hpp"

#include <filesystem>
#include <optional>

namespace perisphere::tools
{

/// The SDK's root, which holds CMakeFiles: $PERISPHERE_SDK, $AzureSphereDefaultSDKDir, or found
/// from the program. NotFound says where it was looked for.
[[nodiscard]] Result<std::filesystem::path> sdkRoot(const Services& services);

/// What runs apps that are built for the device; nullopt where the program or the SDK's system root
/// is not there.
[[nodiscard]] std::optional<device::ApplicationCore> applicationCore(const Services& services);

/// The folder with the shipped boards' files. NotFound.
[[nodiscard]] Result<std::filesystem::path> boardsFolder(const Services& services);

/// The folder with the templates of "perisphere new". NotFound.
[[nodiscard]] Result<std::filesystem::path> templatesFolder(const Services& services);

} // namespace perisphere::tools
