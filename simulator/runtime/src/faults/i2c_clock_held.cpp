// A target holds the clock of its bus low in the middle of a transfer, and does not let it go.
#include "faults/fault.hpp"

namespace perisphere::runtime
{
namespace
{

class I2cClockHeld final : public Fault, public bus::I2cDisturbance
{
public:
    I2cClockHeld(bus::Disturbances& disturbances, std::int64_t address, std::int64_t count)
        : I2cDisturbance(disturbances)
        , m_address(address)
        , m_count(count)
    {
    }
    bus::I2cFate fate(const engine::Pin& /*clock*/, std::uint8_t address) override
    {
        return address == m_address && m_count.take() ? bus::I2cFate::ClockHeld
                                                      : bus::I2cFate::Proceeds;
    }

private:
    std::int64_t m_address;
    FaultCount m_count;
};

} // namespace

FaultKind i2cClockHeld();
FaultKind i2cClockHeld()
{
    return {
        .type = {.name = "i2c-clock-held",
                 .description = "an I2C device stretches the clock until the transfer times out",
                 .parameters = {integerParameter("address", "7 bits", 0, 127), countParameter()}},
        .make = +[](FaultBoard& board, const FaultValues& values) -> MadeFault {
            return std::make_unique<I2cClockHeld>(board.board.buses().disturbances(),
                                                  values.integer("address"),
                                                  values.integer("count"));
        }};
}

} // namespace perisphere::runtime
