// The names a device has to do with: its own among the running ones, and those of hosts.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/control/registry.hpp"
#include "perisphere/device/host_launcher.hpp"
#include "perisphere/runtime/simulated_device.hpp"

#include <vector>

namespace perisphere::runtime
{

/// The board's hosts behind those that were asked for: the first of a name counts. Invalid, with
/// the place in the board file, for one whose endpoint is none.
[[nodiscard]] Result<std::vector<device::NamedEndpoint>> namesOf(const DeviceOptions& options);

/// Makes the device one that others find. AlreadyExists while one of its name runs.
[[nodiscard]] Result<control::Registration> registerDevice(const DeviceOptions& options);

} // namespace perisphere::runtime
