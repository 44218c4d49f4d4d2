// A pin's net is shorted to ground or to 3.3 V, whoever drives it.
#include "faults/fault.hpp"

namespace perisphere::runtime
{

FaultKind pinStuck();
FaultKind pinStuck()
{
    return {.type = {.name = "pin-stuck",
                     .description = "the net of a pin is shorted to ground or to 3.3 V",
                     .parameters = {textParameter("pin", "such as MT3620.GPIO8 or SW2.1"),
                                    choiceParameter("level", "where it stays", {"low", "high"})}},
            .make = +[](FaultBoard& board, const FaultValues& values) -> MadeFault {
                const auto pin = board.board.netlist().findPin(values.text("pin"));
                if (!pin)
                    return fail(pin.error());
                const bool isHigh = values.text("level") == "high";
                return std::make_unique<ShortCircuit>(
                    board, **pin, isHigh ? engine::kSupply3V3 : engine::kGround);
            }};
}

} // namespace perisphere::runtime
