// perisphere image pack-board-config: packages that tell a device what is attached to it.
#pragma once

#include "command/command.hpp"
#include "support/developer_key.hpp"
#include "support/package_file.hpp"

#include <filesystem>
#include <string>

namespace perisphere::tools
{

struct ImagePackBoardConfigOptions {
    std::string preset;
    std::filesystem::path output;
    KeyOptions key;
    PackReport report;
};

void declareImagePackBoardConfig(Command& command, ImagePackBoardConfigOptions& options);
[[nodiscard]] Result<ExitCode> runImagePackBoardConfig(const ImagePackBoardConfigOptions& options,
                                                       Services& services);
[[nodiscard]] Command imagePackBoardConfigCommand(Services& services);

/// The presets, as the words of an option.
[[nodiscard]] std::vector<Choice> boardConfigPresetChoices();

} // namespace perisphere::tools
