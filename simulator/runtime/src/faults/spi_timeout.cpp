// An SPI controller does not get its clock: no transfer ends.
#include "faults/fault.hpp"

namespace perisphere::runtime
{
namespace
{

class SpiTimeout final : public Fault, public bus::SpiDisturbance
{
public:
    SpiTimeout(bus::Disturbances& disturbances, const engine::Pin& clock, std::int64_t count)
        : SpiDisturbance(disturbances)
        , m_clock(clock)
        , m_count(count)
    {
    }
    bool stopsClock(const engine::Pin& clock) override
    {
        return &clock == &m_clock && m_count.take();
    }

private:
    const engine::Pin& m_clock;
    FaultCount m_count;
};

} // namespace

FaultKind spiTimeout();
FaultKind spiTimeout()
{
    return {
        .type = {.name = "spi-timeout",
                 .description = "transfers of an SPI controller do not end",
                 .parameters = {integerParameter("isu", "number of the ISU", 0, soc::kIsuCount - 1),
                                countParameter()}},
        .make = +[](FaultBoard& board, const FaultValues& values) -> MadeFault {
            const auto isu = static_cast<unsigned>(values.integer("isu"));
            return std::make_unique<SpiTimeout>(
                board.board.buses().disturbances(),
                board.board.chip().pads.isu(isu, soc::IsuPad::TxdSclk), values.integer("count"));
        }};
}

} // namespace perisphere::runtime
