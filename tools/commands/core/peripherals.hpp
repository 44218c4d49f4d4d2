// perisphere core peripherals: the registers of its peripherals.
#pragma once

#include "command/command.hpp"
#include "support/running_core.hpp"

#include <string>

namespace perisphere::tools
{

struct CorePeripheralsOptions {
    CoreOptions core;
    std::string peripheral; ///< empty: which there are
};

void declareCorePeripherals(Command& command, CorePeripheralsOptions& options);
[[nodiscard]] Result<ExitCode> runCorePeripherals(const CorePeripheralsOptions& options,
                                                  Services& services);
[[nodiscard]] Command corePeripheralsCommand(Services& services);

} // namespace perisphere::tools
