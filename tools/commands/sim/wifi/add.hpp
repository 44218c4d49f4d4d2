// perisphere sim wifi add: an access point that the board's description does not have.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

#include <string>
#include <vector>

namespace perisphere::tools
{

struct SimWifiAddOptions {
    DeviceOptions device;
    std::string name;
    std::vector<std::string> settings; ///< "ssid=Cafe"
};

void declareSimWifiAdd(Command& command, SimWifiAddOptions& options);
[[nodiscard]] Result<ExitCode> runSimWifiAdd(const SimWifiAddOptions& options, Services& services);
[[nodiscard]] Command simWifiAddCommand(Services& services);

} // namespace perisphere::tools
