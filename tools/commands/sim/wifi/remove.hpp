// perisphere sim wifi remove: takes away an access point that was added.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

#include <string>

namespace perisphere::tools
{

struct SimWifiRemoveOptions {
    DeviceOptions device;
    std::string name;
};

void declareSimWifiRemove(Command& command, SimWifiRemoveOptions& options);
[[nodiscard]] Result<ExitCode> runSimWifiRemove(const SimWifiRemoveOptions& options,
                                                Services& services);
[[nodiscard]] Command simWifiRemoveCommand(Services& services);

} // namespace perisphere::tools
