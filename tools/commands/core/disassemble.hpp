// perisphere core disassemble: its instructions.
#pragma once

#include "command/command.hpp"
#include "support/running_core.hpp"

#include <string>

namespace perisphere::tools
{

struct CoreDisassembleOptions {
    CoreOptions core;
    std::string at; ///< address or function; empty: around the pc
    unsigned count = 20;
};

void declareCoreDisassemble(Command& command, CoreDisassembleOptions& options);
[[nodiscard]] Result<ExitCode> runCoreDisassemble(const CoreDisassembleOptions& options,
                                                  Services& services);
[[nodiscard]] Command coreDisassembleCommand(Services& services);

} // namespace perisphere::tools
