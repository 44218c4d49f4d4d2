// perisphere image show: what a package says about itself.
#pragma once

#include "command/command.hpp"

#include <filesystem>

namespace perisphere::tools
{

struct ImageShowOptions {
    std::filesystem::path image;
    bool files = false;
    bool asJson = false;
};

void declareImageShow(Command& command, ImageShowOptions& options);
[[nodiscard]] Result<ExitCode> runImageShow(const ImageShowOptions& options, Services& services);
[[nodiscard]] Command imageShowCommand(Services& services);

} // namespace perisphere::tools
