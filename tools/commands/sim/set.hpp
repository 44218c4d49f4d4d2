// perisphere sim set: press buttons, turn knobs, set what sensors measure.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

#include <string>

namespace perisphere::tools
{

struct SimSetOptions {
    DeviceOptions device;
    std::string property;
    std::string value;
    bool asJson = false;
};

void declareSimSet(Command& command, SimSetOptions& options);
[[nodiscard]] Result<ExitCode> runSimSet(const SimSetOptions& options, Services& services);
[[nodiscard]] Command simSetCommand(Services& services);

} // namespace perisphere::tools
