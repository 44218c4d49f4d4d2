// azsphere device: list-attached, show-attached, restart, and the nouns app, image and sideload. An
// attached device is one that runs on this machine; its id is its name.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

namespace perisphere::tools::azsphere
{

/// -d, --device and the options that every verb of a device takes; those that choose an output
/// format fill `asJson`.
void declareDevice(Command& command, DeviceOptions& device, bool& asJson);

[[nodiscard]] Command deviceCommand(Services& services);

} // namespace perisphere::tools::azsphere
