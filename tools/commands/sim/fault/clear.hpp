// perisphere sim fault clear: end a fault.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

#include <string>

namespace perisphere::tools
{

struct SimFaultClearOptions {
    DeviceOptions device;
    std::string fault; ///< a number, a type, or "all"
};

void declareSimFaultClear(Command& command, SimFaultClearOptions& options);
[[nodiscard]] Result<ExitCode> runSimFaultClear(const SimFaultClearOptions& options,
                                                Services& services);
[[nodiscard]] Command simFaultClearCommand(Services& services);

} // namespace perisphere::tools
