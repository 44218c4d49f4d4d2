// Another controller on the bus is always the faster one.
#include "faults/fault.hpp"

namespace perisphere::runtime
{
namespace
{

class I2cArbitrationLoss final : public Fault, public bus::I2cDisturbance
{
public:
    I2cArbitrationLoss(bus::Disturbances& disturbances, const engine::Pin& clock,
                       std::int64_t count)
        : I2cDisturbance(disturbances)
        , m_clock(clock)
        , m_count(count)
    {
    }
    bus::I2cFate fate(const engine::Pin& clock, std::uint8_t /*address*/) override
    {
        return &clock == &m_clock && m_count.take() ? bus::I2cFate::ArbitrationLost
                                                    : bus::I2cFate::Proceeds;
    }

private:
    const engine::Pin& m_clock;
    FaultCount m_count;
};

} // namespace

FaultKind i2cArbitrationLoss();
FaultKind i2cArbitrationLoss()
{
    return {
        .type = {.name = "i2c-arbitration-loss",
                 .description = "another controller wins the I2C bus",
                 .parameters = {integerParameter("isu", "number of the ISU", 0, soc::kIsuCount - 1),
                                countParameter()}},
        .make = +[](FaultBoard& board, const FaultValues& values) -> MadeFault {
            const auto isu = static_cast<unsigned>(values.integer("isu"));
            return std::make_unique<I2cArbitrationLoss>(
                board.board.buses().disturbances(),
                board.board.chip().pads.isu(isu, soc::IsuPad::RtsMosiScl), values.integer("count"));
        }};
}

} // namespace perisphere::runtime
