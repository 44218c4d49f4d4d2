// perisphere core stack: who called whom.
#pragma once

#include "command/command.hpp"
#include "support/running_core.hpp"

namespace perisphere::tools
{

struct CoreStackOptions {
    CoreOptions core;
    unsigned limit = 64;
};

void declareCoreStack(Command& command, CoreStackOptions& options);
[[nodiscard]] Result<ExitCode> runCoreStack(const CoreStackOptions& options, Services& services);
[[nodiscard]] Command coreStackCommand(Services& services);

} // namespace perisphere::tools
