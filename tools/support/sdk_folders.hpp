// Where the SDK's files are: beside the program in the build tree, below its prefix when installed.
#pragma once

#include "command/services.hpp"
#include "perisphere/base/result.hpp"

#include <filesystem>

namespace perisphere::tools
{

/// The SDK's root, which holds CMakeFiles: $PERISPHERE_SDK, $AzureSphereDefaultSDKDir, or found
/// from the program. NotFound says where it was looked for.
[[nodiscard]] Result<std::filesystem::path> sdkRoot(const Services& services);

/// The folder with the shipped boards' files. NotFound.
[[nodiscard]] Result<std::filesystem::path> boardsFolder(const Services& services);

/// The folder with the templates of "perisphere new". NotFound.
[[nodiscard]] Result<std::filesystem::path> templatesFolder(const Services& services);

} // namespace perisphere::tools
