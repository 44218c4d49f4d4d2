// perisphere hardware generate-header: the C header of a hardware definition.
#pragma once

#include "command/command.hpp"
#include "perisphere/hardware/header.hpp"

#include <filesystem>
#include <optional>

namespace perisphere::tools
{

struct HardwareGenerateHeaderOptions {
    std::filesystem::path definition;
    std::optional<std::filesystem::path> output; ///< none: inc/hw/NAME.h beside it; "-": `out`
    std::optional<hardware::IncludeStyle> includeStyle;
    bool onlyCheck = false;
    bool isQuiet = false; ///< says nothing when all is well
};

void declareHardwareGenerateHeader(Command& command, HardwareGenerateHeaderOptions& options);
[[nodiscard]] Result<ExitCode>
runHardwareGenerateHeader(const HardwareGenerateHeaderOptions& options, Services& services);
[[nodiscard]] Command hardwareGenerateHeaderCommand(Services& services);

} // namespace perisphere::tools
