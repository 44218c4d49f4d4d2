// perisphere core interrupts: the table of its exceptions.
#pragma once

#include "command/command.hpp"
#include "support/running_core.hpp"

namespace perisphere::tools
{

struct CoreInterruptsOptions {
    CoreOptions core;
    bool isAll = false; ///< those that are neither enabled nor pending too
};

void declareCoreInterrupts(Command& command, CoreInterruptsOptions& options);
[[nodiscard]] Result<ExitCode> runCoreInterrupts(const CoreInterruptsOptions& options,
                                                 Services& services);
[[nodiscard]] Command coreInterruptsCommand(Services& services);

} // namespace perisphere::tools
