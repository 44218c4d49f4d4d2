// perisphere core memory: what is in its memory.
#pragma once

#include "command/command.hpp"
#include "support/running_core.hpp"

#include <string>

namespace perisphere::tools
{

struct CoreMemoryOptions {
    CoreOptions core;
    std::string address;
    unsigned bytes = 256;
};

void declareCoreMemory(Command& command, CoreMemoryOptions& options);
[[nodiscard]] Result<ExitCode> runCoreMemory(const CoreMemoryOptions& options, Services& services);
[[nodiscard]] Command coreMemoryCommand(Services& services);

} // namespace perisphere::tools
