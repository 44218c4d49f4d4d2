// Nobody acknowledges an address: the device is unplugged, without supply, or busy.
#include "faults/fault.hpp"

namespace perisphere::runtime
{
namespace
{

class I2cNack final : public Fault, public bus::I2cDisturbance
{
public:
    I2cNack(bus::Disturbances& disturbances, std::int64_t address, std::int64_t count)
        : I2cDisturbance(disturbances)
        , m_address(address)
        , m_count(count)
    {
    }
    bus::I2cFate fate(const engine::Pin& /*clock*/, std::uint8_t address) override
    {
        return address == m_address && m_count.take() ? bus::I2cFate::NoAcknowledge
                                                      : bus::I2cFate::Proceeds;
    }

private:
    std::int64_t m_address;
    FaultCount m_count;
};

} // namespace

FaultKind i2cNack();
FaultKind i2cNack()
{
    return {
        .type = {.name = "i2c-nack",
                 .description = "no device acknowledges an I2C address",
                 .parameters = {integerParameter("address", "7 bits", 0, 127), countParameter()}},
        .make = +[](FaultBoard& board, const FaultValues& values) -> MadeFault {
            return std::make_unique<I2cNack>(board.board.buses().disturbances(),
                                             values.integer("address"), values.integer("count"));
        }};
}

} // namespace perisphere::runtime
