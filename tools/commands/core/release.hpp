// perisphere core release: let it go on.
#pragma once

#include "command/command.hpp"
#include "support/running_core.hpp"

namespace perisphere::tools
{

struct CoreReleaseOptions {
    CoreOptions core;
};

void declareCoreRelease(Command& command, CoreReleaseOptions& options);
[[nodiscard]] Result<ExitCode> runCoreRelease(const CoreReleaseOptions& options,
                                              Services& services);
[[nodiscard]] Command coreReleaseCommand(Services& services);

} // namespace perisphere::tools
