// Characters on a serial line do not arrive at all.
#include "faults/uart_disturbed.hpp"

namespace perisphere::runtime
{

FaultKind uartLoss();
FaultKind uartLoss()
{
    return {.type = {.name = "uart-loss",
                     .description = "characters on a serial line are lost",
                     .parameters = uartParameters()},
            .make = +[](FaultBoard& board, const FaultValues& values) -> MadeFault {
                return disturbUart(board, values, bus::UartFate::Lost);
            }};
}

} // namespace perisphere::runtime
