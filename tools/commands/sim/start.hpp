// perisphere sim start: a simulated device in the background.
#pragma once

#include "command/command.hpp"
#include "support/simulated_board.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::tools
{

struct SimStartOptions {
    std::string board{kDefaultBoard};
    std::string time = "realtime";
    std::optional<std::string> name;             ///< none: the board's
    std::optional<std::filesystem::path> folder; ///< of the device's state
    std::vector<std::filesystem::path> allowFiles;
    bool isForeground = false;
    bool asJson = false;
    std::optional<int> readyFd; ///< told when the device serves; given by the one who waits for it
};

void declareSimStart(Command& command, SimStartOptions& options);
[[nodiscard]] Result<ExitCode> runSimStart(const SimStartOptions& options, Services& services);
[[nodiscard]] Command simStartCommand(Services& services);

} // namespace perisphere::tools
