// Bits of what an SPI controller reads are turned over by chance.
#include "faults/fault.hpp"

namespace perisphere::runtime
{
namespace
{

class SpiNoise final : public Fault, public bus::SpiDisturbance
{
public:
    SpiNoise(bus::Disturbances& disturbances, const engine::Pin& clock, double probability,
             engine::Random random)
        : SpiDisturbance(disturbances)
        , m_clock(clock)
        , m_probability(probability)
        , m_random(random)
    {
    }
    std::uint8_t disturbed(const engine::Pin& clock, std::uint8_t miso) override
    {
        if (&clock != &m_clock)
            return miso;
        for (unsigned bit = 0; bit < 8; ++bit)
            if (m_random.chance(m_probability))
                miso = static_cast<std::uint8_t>(miso ^ 1U << bit);
        return miso;
    }

private:
    const engine::Pin& m_clock;
    double m_probability;
    engine::Random m_random;
};

} // namespace

FaultKind spiNoise();
FaultKind spiNoise()
{
    return {
        .type = {.name = "spi-noise",
                 .description = "bits that an SPI controller reads are turned over",
                 .parameters = {integerParameter("isu", "number of the ISU", 0, soc::kIsuCount - 1),
                                numberParameter("probability", "of each bit", 0, 1, {})}},
        .make = +[](FaultBoard& board, const FaultValues& values) -> MadeFault {
            const auto isu = static_cast<unsigned>(values.integer("isu"));
            return std::make_unique<SpiNoise>(
                board.board.buses().disturbances(),
                board.board.chip().pads.isu(isu, soc::IsuPad::TxdSclk),
                values.number("probability"), board.random);
        }};
}

} // namespace perisphere::runtime
