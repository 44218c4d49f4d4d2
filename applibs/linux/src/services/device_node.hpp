// The daemon's opening of the devices that a board's file names.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/outcome.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace perisphere::target
{

/// Read-write. `what` is for people: "the I2C of ISU1". ENODEV for what the board's file or the
/// kernel does not have; EBUSY.
[[nodiscard]] device::Outcome<UniqueFd> openDeviceNode(const std::optional<std::string>& path,
                                                       std::string_view what);

} // namespace perisphere::target
