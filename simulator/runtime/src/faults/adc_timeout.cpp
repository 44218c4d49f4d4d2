// Conversions of an ADC channel do not end.
#include "faults/fault.hpp"

namespace perisphere::runtime
{
namespace
{

class AdcTimeout final : public Fault, public soc::AdcDisturbance
{
public:
    AdcTimeout(soc::Adc& adc, std::int64_t channel, std::int64_t count)
        : AdcDisturbance(adc.disturbances())
        , m_channel(channel)
        , m_count(count)
    {
    }
    bool stalls(unsigned channel) override { return channel == m_channel && m_count.take(); }

private:
    std::int64_t m_channel;
    FaultCount m_count;
};

} // namespace

FaultKind adcTimeout();
FaultKind adcTimeout()
{
    return {.type = {.name = "adc-timeout",
                     .description = "conversions of an ADC channel do not end",
                     .parameters = {integerParameter("channel", "of the ADC", 0,
                                                     soc::kAdcChannelCount - 1),
                                    countParameter()}},
            .make = +[](FaultBoard& board, const FaultValues& values) -> MadeFault {
                return std::make_unique<AdcTimeout>(
                    board.board.chip().adc, values.integer("channel"), values.integer("count"));
            }};
}

} // namespace perisphere::runtime
