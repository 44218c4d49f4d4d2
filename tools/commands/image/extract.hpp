// perisphere image extract: the files of a package, as they were packed.
#pragma once

#include "command/command.hpp"

#include <filesystem>

namespace perisphere::tools
{

struct ImageExtractOptions {
    std::filesystem::path image;
    std::filesystem::path directory;
};

void declareImageExtract(Command& command, ImageExtractOptions& options);
[[nodiscard]] Result<ExitCode> runImageExtract(const ImageExtractOptions& options,
                                               Services& services);
[[nodiscard]] Command imageExtractCommand(Services& services);

} // namespace perisphere::tools
