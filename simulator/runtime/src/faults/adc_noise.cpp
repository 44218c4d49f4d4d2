// What an ADC channel converts has noise on it.
#include "faults/fault.hpp"

#include <cmath>

namespace perisphere::runtime
{
namespace
{

class AdcNoise final : public Fault, public soc::AdcDisturbance
{
public:
    AdcNoise(soc::Adc& adc, std::int64_t channel, double deviation, engine::Random random)
        : AdcDisturbance(adc.disturbances())
        , m_channel(channel)
        , m_deviation(deviation)
        , m_random(random)
    {
    }
    engine::Voltage disturbed(unsigned channel, engine::Voltage voltage) override
    {
        if (channel != m_channel)
            return voltage;
        return engine::Voltage::microvolts(voltage.microvolts() +
                                           std::llround(m_random.normal() * m_deviation * 1e6));
    }

private:
    std::int64_t m_channel;
    double m_deviation; ///< V
    engine::Random m_random;
};

} // namespace

FaultKind adcNoise();
FaultKind adcNoise()
{
    return {
        .type = {.name = "adc-noise",
                 .description = "what an ADC channel converts has noise on it",
                 .parameters = {integerParameter("channel", "of the ADC", 0,
                                                 soc::kAdcChannelCount - 1),
                                numberParameter("deviation", "standard deviation", 0, 3.3, "V")}},
        .make = +[](FaultBoard& board, const FaultValues& values) -> MadeFault {
            return std::make_unique<AdcNoise>(board.board.chip().adc, values.integer("channel"),
                                              values.number("deviation"), board.random);
        }};
}

} // namespace perisphere::runtime
