// The app that a command is about: what an argument or its absence stands for.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/control/client.hpp"
#include "support/running_device.hpp"

#include <string>

namespace perisphere::tools
{

/// All apps as the control API gives them.
[[nodiscard]] Result<json::Value> installedApps(control::ControlClient& device);

struct DeviceApps {
    control::ControlClient device;
    json::Value apps; ///< as of installedApps()
};

/// A device as connectToDevice() finds it, with its apps.
[[nodiscard]] Result<DeviceApps> connectToApps(const DeviceOptions& options,
                                               const Services& services);

/// `app`, or the component id of the only installed app where `app` is empty. NotFound when none is
/// installed; InvalidArgument when there are several.
[[nodiscard]] Result<std::string> chooseApp(const std::string& app, control::ControlClient& device);

/// What the device answered to a call about one app, with what to type where it knows none of that
/// name.
[[nodiscard]] Error explainApp(const Error& refused);

/// "Blink  6b1ea9a2-...  running, pid 123, restarts 0"
[[nodiscard]] std::string describeApp(const json::Value& app);

} // namespace perisphere::tools
