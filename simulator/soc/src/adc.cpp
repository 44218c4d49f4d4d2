#include "perisphere/soc/adc.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::soc
{

bool Adc::setReference(engine::Voltage voltage)
{
    constexpr auto low = engine::Voltage::millivolts(1800);
    constexpr auto high = engine::Voltage::millivolts(2500);
    if (voltage < low || voltage > high)
        return false;
    m_reference = voltage >= engine::Voltage::millivolts(2150) ? high : low;
    return true;
}

std::uint32_t Adc::sample(unsigned channel) const
{
    engine::Voltage voltage = m_pads[adcGpio(channel)].voltage();
    for (AdcDisturbance* one : m_disturbances.all())
        voltage = one->disturbed(channel, voltage);
    const std::int64_t volts =
        std::clamp<std::int64_t>(voltage.microvolts(), 0, m_reference.microvolts());
    return static_cast<std::uint32_t>((volts * kMaximum + m_reference.microvolts() / 2) /
                                      m_reference.microvolts());
}

bool Adc::isStalled(unsigned channel) const
{
    bool isStalled = false;
    for (AdcDisturbance* one : m_disturbances.all())
        isStalled = one->stalls(channel) || isStalled;
    return isStalled;
}

void Adc::convert(unsigned channel, Done done)
{
    m_scheduler.after(kConversionTime, "adc.conversion",
                      [this, channel, done = std::move(done)]() mutable {
                          const std::uint32_t code = sample(channel);
                          tell(channel, code, kConversionTime);
                          done(code);
                      });
}

} // namespace perisphere::soc
