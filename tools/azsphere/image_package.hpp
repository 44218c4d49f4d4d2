// azsphere image-package: pack-application, pack-board-config, show.
#pragma once

#include "command/command.hpp"
#include "commands/image/pack.hpp"
#include "commands/image/pack_board_config.hpp"
#include "commands/image/show.hpp"

namespace perisphere::tools::azsphere
{

[[nodiscard]] Command imagePackageCommand(Services& services);

void declarePackApplication(Command& command, ImagePackOptions& options);
void declarePackBoardConfig(Command& command, ImagePackBoardConfigOptions& options);
void declareShow(Command& command, ImageShowOptions& options);

} // namespace perisphere::tools::azsphere
