// perisphere build: an app project made into an image package.
#pragma once

#include "command/command.hpp"
#include "support/app_source.hpp"

#include <filesystem>
#include <string>

namespace perisphere::tools
{

struct BuildOptions {
    std::filesystem::path source = ".";
    std::string preset; ///< CMake's; empty: as "perisphere run" builds
    BuildTarget target; ///< without a preset
    bool asJson = false;
};

void declareBuild(Command& command, BuildOptions& options);
[[nodiscard]] Result<ExitCode> runBuild(const BuildOptions& options, Services& services);
[[nodiscard]] Command buildCommand(Services& services);

} // namespace perisphere::tools
