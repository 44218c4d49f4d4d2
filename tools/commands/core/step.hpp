// perisphere core step: one instruction, or some.
#pragma once

#include "command/command.hpp"
#include "support/running_core.hpp"

namespace perisphere::tools
{

struct CoreStepOptions {
    CoreOptions core;
    unsigned instructions = 1;
    bool isBack = false; ///< they are undone
};

void declareCoreStep(Command& command, CoreStepOptions& options);
[[nodiscard]] Result<ExitCode> runCoreStep(const CoreStepOptions& options, Services& services);
[[nodiscard]] Command coreStepCommand(Services& services);

} // namespace perisphere::tools
