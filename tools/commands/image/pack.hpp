// perisphere image pack: a folder and its manifest to a signed application package.
#pragma once

#include "command/command.hpp"
#include "support/api_set.hpp"
#include "support/developer_key.hpp"
#include "support/hardware_options.hpp"
#include "support/package_file.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::tools
{

struct ImagePackOptions {
    std::filesystem::path directory; ///< becomes the root of the package
    std::filesystem::path output;
    std::optional<std::filesystem::path> manifest; ///< none: app_manifest.json in the folder
    HardwareOptions hardware;
    std::optional<ApiSet> targetApiSet;
    std::vector<std::string> executables; ///< besides the entry point; paths in the package
    bool isForProduction = false;         ///< not under development
    KeyOptions key;
    PackReport report;
    bool onlyErrors = false; ///< no warnings: someone has seen them already
};

void declareImagePack(Command& command, ImagePackOptions& options);
[[nodiscard]] Result<ExitCode> runImagePack(const ImagePackOptions& options, Services& services);
[[nodiscard]] Command imagePackCommand(Services& services);

} // namespace perisphere::tools
