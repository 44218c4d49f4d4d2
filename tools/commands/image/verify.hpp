// perisphere image verify: whether somebody who is trusted signed a package.
#pragma once

#include "command/command.hpp"

#include <filesystem>
#include <vector>

namespace perisphere::tools
{

struct ImageVerifyOptions {
    std::filesystem::path image;
    std::vector<std::filesystem::path> trustStores; ///< PEM
    bool trustDeveloper = false;                    ///< and the developer's own certificate
    bool asJson = false;
};

void declareImageVerify(Command& command, ImageVerifyOptions& options);
[[nodiscard]] Result<ExitCode> runImageVerify(const ImageVerifyOptions& options,
                                              Services& services);
[[nodiscard]] Command imageVerifyCommand(Services& services);

} // namespace perisphere::tools
