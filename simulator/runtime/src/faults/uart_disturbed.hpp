// Characters on a serial line that do not arrive as they were sent.
#pragma once

#include "faults/fault.hpp"

namespace perisphere::runtime
{

[[nodiscard]] std::vector<control::FaultParameter> uartParameters();

/// On the line of "pin", with "probability", "count" times.
[[nodiscard]] MadeFault disturbUart(FaultBoard& board, const FaultValues& values,
                                    bus::UartFate fate);

} // namespace perisphere::runtime
