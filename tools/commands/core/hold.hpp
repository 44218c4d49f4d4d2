// perisphere core hold: stop it.
#pragma once

#include "command/command.hpp"
#include "support/running_core.hpp"

namespace perisphere::tools
{

struct CoreHoldOptions {
    CoreOptions core;
};

void declareCoreHold(Command& command, CoreHoldOptions& options);
[[nodiscard]] Result<ExitCode> runCoreHold(const CoreHoldOptions& options, Services& services);
[[nodiscard]] Command coreHoldCommand(Services& services);

} // namespace perisphere::tools
