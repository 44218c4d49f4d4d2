// Analog inputs: applibs/adc.h, which documents the calls.
#pragma once

#include <applibs/adc.h>
#include <applibs/descriptor.hpp>

namespace applibs::adc
{

/// An open controller.
class AdcController : public Descriptor
{
public:
    using Descriptor::Descriptor;

    static Result<AdcController> open(ADC_ControllerId id)
    {
        return detail::opened<AdcController>(ADC_Open(id), "ADC_Open");
    }

    [[nodiscard]] Result<int> sampleBitCount(ADC_ChannelId channel) const
    {
        return detail::number<int>(ADC_GetSampleBitCount(fd(), channel), "ADC_GetSampleBitCount");
    }

    /// Volts, for all channels.
    Result<void> setReferenceVoltage(ADC_ChannelId channel, float voltage)
    {
        return detail::check(ADC_SetReferenceVoltage(fd(), channel, voltage),
                             "ADC_SetReferenceVoltage");
    }

    /// Converts once.
    [[nodiscard]] Result<std::uint32_t> poll(ADC_ChannelId channel) const
    {
        std::uint32_t sample = 0;
        if (ADC_Poll(fd(), channel, &sample) != 0)
            return detail::lastError("ADC_Poll");
        return sample;
    }
};

} // namespace applibs::adc
