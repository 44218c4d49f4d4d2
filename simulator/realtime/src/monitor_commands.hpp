// What `monitor ...` of a debugger can ask of a real-time core. One command, one row of the table.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/realtime/core_target.hpp"

#include <string>
#include <string_view>

namespace perisphere::realtime
{

[[nodiscard]] Result<std::string> runMonitorCommand(RealTimeCore& core, CoreTarget& target,
                                                    std::string_view line);

} // namespace perisphere::realtime
