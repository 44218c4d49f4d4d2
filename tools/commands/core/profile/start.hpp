// perisphere core profile start.
#pragma once

#include "command/command.hpp"
#include "support/running_core.hpp"

namespace perisphere::tools
{

struct CoreProfileStartOptions {
    CoreOptions core;
    unsigned period = 1000; ///< cycles a sample
};

void declareCoreProfileStart(Command& command, CoreProfileStartOptions& options);
[[nodiscard]] Result<ExitCode> runCoreProfileStart(const CoreProfileStartOptions& options,
                                                   Services& services);
[[nodiscard]] Command coreProfileStartCommand(Services& services);

} // namespace perisphere::tools
