// perisphere manifest check: all that is wrong with an app manifest, and with apps side by side.
#pragma once

#include "command/command.hpp"
#include "support/hardware_options.hpp"

#include <filesystem>
#include <vector>

namespace perisphere::tools
{

struct ManifestCheckOptions {
    std::filesystem::path manifest;
    std::vector<std::filesystem::path> partners; ///< manifests of apps on the same device
    HardwareOptions hardware;
    bool asJson = false;
};

void declareManifestCheck(Command& command, ManifestCheckOptions& options);
[[nodiscard]] Result<ExitCode> runManifestCheck(const ManifestCheckOptions& options,
                                                Services& services);
[[nodiscard]] Command manifestCheckCommand(Services& services);

} // namespace perisphere::tools
