// The device that a command is about: chosen among those that run, and connected to.
#pragma once

#include "command/command.hpp"
#include "command/services.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/control/client.hpp"
#include "perisphere/control/registry.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::tools
{

/// Which one; empty: $PERISPHERE_DEVICE, or the only one that runs.
struct DeviceOptions {
    std::string device; ///< name or folder
};

/// --device
void declareDeviceOption(Command& command, DeviceOptions& options);

/// Where running devices are registered.
[[nodiscard]] Result<control::DeviceRegistry> deviceRegistry(const Services& services);

/// All that run.
[[nodiscard]] Result<std::vector<control::RunningDevice>> runningDevices(const Services& services);

/// NotFound when none runs; InvalidArgument when several do and none is named.
[[nodiscard]] Result<control::RunningDevice> chooseDevice(const DeviceOptions& options,
                                                          const Services& services);
[[nodiscard]] Result<control::ControlClient> connectToDevice(const DeviceOptions& options,
                                                             const Services& services);

/// What watches without an end waits so long at a time.
inline constexpr std::chrono::hours kLongWait{1};

} // namespace perisphere::tools
