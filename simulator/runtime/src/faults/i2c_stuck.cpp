// A device holds a line of an I2C bus low, as one does that was reset in the middle of a read.
#include "faults/fault.hpp"

namespace perisphere::runtime
{

FaultKind i2cStuck();
FaultKind i2cStuck()
{
    return {
        .type = {.name = "i2c-stuck",
                 .description = "a line of an I2C bus is held low",
                 .parameters = {integerParameter("isu", "number of the ISU", 0, soc::kIsuCount - 1),
                                choiceParameter("line", "which one", {"SDA", "SCL"}, "SDA")}},
        .make = +[](FaultBoard& board, const FaultValues& values) -> MadeFault {
            const auto isu = static_cast<unsigned>(values.integer("isu"));
            const bool isClock = values.text("line") == "SCL";
            engine::Pin& pin = board.board.chip().pads.isu(isu, isClock ? soc::IsuPad::RtsMosiScl
                                                                        : soc::IsuPad::RxdMisoSda);
            return std::make_unique<ShortCircuit>(board, pin, engine::kGround);
        }};
}

} // namespace perisphere::runtime
