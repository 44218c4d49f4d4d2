// perisphere core profile show: the samples by function, for people and for other programs.
#pragma once

#include "command/command.hpp"
#include "support/running_core.hpp"

#include <filesystem>

namespace perisphere::tools
{

struct CoreProfileShowOptions {
    CoreOptions core;
    bool isFolded = false;
    std::filesystem::path callgrind; ///< file to write; empty: none
    unsigned limit = 20;             ///< functions in the table; 0: all
};

void declareCoreProfileShow(Command& command, CoreProfileShowOptions& options);
[[nodiscard]] Result<ExitCode> runCoreProfileShow(const CoreProfileShowOptions& options,
                                                  Services& services);
[[nodiscard]] Command coreProfileShowCommand(Services& services);

} // namespace perisphere::tools
