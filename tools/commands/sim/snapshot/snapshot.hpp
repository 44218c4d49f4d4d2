// perisphere sim snapshot: the device as it was.
#pragma once

#include "command/command.hpp"

namespace perisphere::tools
{

[[nodiscard]] Command simSnapshotCommand(Services& services);

} // namespace perisphere::tools
