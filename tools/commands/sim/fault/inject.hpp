// perisphere sim fault inject: make something go wrong.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

#include <string>
#include <vector>

namespace perisphere::tools
{

struct SimFaultInjectOptions {
    DeviceOptions device;
    std::string type;
    std::vector<std::string> parameters; ///< "address=0x5d"
    bool asJson = false;
};

void declareSimFaultInject(Command& command, SimFaultInjectOptions& options);
[[nodiscard]] Result<ExitCode> runSimFaultInject(const SimFaultInjectOptions& options,
                                                 Services& services);
[[nodiscard]] Command simFaultInjectCommand(Services& services);

} // namespace perisphere::tools
