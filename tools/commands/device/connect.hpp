// perisphere device connect: a device elsewhere as one of this machine's.
#pragma once

#include "command/command.hpp"
#include "support/developer_key.hpp"

#include <string>
#include <vector>

namespace perisphere::tools
{

struct DeviceConnectOptions {
    std::string address; ///< HOST:PORT
    std::string name;    ///< empty: the host
    std::vector<std::string> trusted;
    KeyOptions key;
};

void declareDeviceConnect(Command& command, DeviceConnectOptions& options);
[[nodiscard]] Result<ExitCode> runDeviceConnect(const DeviceConnectOptions& options,
                                                Services& services);
[[nodiscard]] Command deviceConnectCommand(Services& services);

} // namespace perisphere::tools
