// Characters on a serial line have no stop bit for whoever receives them.
#include "faults/uart_disturbed.hpp"

namespace perisphere::runtime
{

FaultKind uartFraming();
FaultKind uartFraming()
{
    return {.type = {.name = "uart-framing",
                     .description = "characters on a serial line arrive with a framing error",
                     .parameters = uartParameters()},
            .make = +[](FaultBoard& board, const FaultValues& values) -> MadeFault {
                return disturbUart(board, values, bus::UartFate::FramingError);
            }};
}

} // namespace perisphere::runtime
