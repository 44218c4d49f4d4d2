// perisphere core registers: what is in its registers.
#pragma once

#include "command/command.hpp"
#include "support/running_core.hpp"

namespace perisphere::tools
{

struct CoreRegistersOptions {
    CoreOptions core;
    bool isAll = false; ///< those of the floating-point unit too
};

void declareCoreRegisters(Command& command, CoreRegistersOptions& options);
[[nodiscard]] Result<ExitCode> runCoreRegisters(const CoreRegistersOptions& options,
                                                Services& services);
[[nodiscard]] Command coreRegistersCommand(Services& services);

} // namespace perisphere::tools
