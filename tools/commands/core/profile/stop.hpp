// perisphere core profile stop.
#pragma once

#include "command/command.hpp"
#include "support/running_core.hpp"

namespace perisphere::tools
{

struct CoreProfileStopOptions {
    CoreOptions core;
};

void declareCoreProfileStop(Command& command, CoreProfileStopOptions& options);
[[nodiscard]] Result<ExitCode> runCoreProfileStop(const CoreProfileStopOptions& options,
                                                  Services& services);
[[nodiscard]] Command coreProfileStopCommand(Services& services);

} // namespace perisphere::tools
