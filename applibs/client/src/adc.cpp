// applibs/adc.h

#include "perisphere/protocol/adc.hpp"

#include "abi.hpp"
#include "peripheral.hpp"

#include <applibs/adc.h>

using namespace perisphere::client;
namespace protocol = perisphere::protocol;

PERISPHERE_EXPORT int z__ADC_Open(ADC_ControllerId id)
{
    const protocol::AdcOpenRequest request{.controller = id};
    return openPeripheral(raw(request), {.api = Api::Adc, .withoutDevice = EACCES});
}

PERISPHERE_EXPORT int z__ADC_GetSampleBitCount(int fd, ADC_ChannelId channel)
{
    const protocol::AdcSampleBitCountRequest request{.channel = channel};
    const Answer answer = callChannel(fd, Api::Adc, raw(request));
    return answer.error != 0 ? fail(answer.error) : static_cast<int>(answer.value);
}

PERISPHERE_EXPORT int z__ADC_SetReferenceVoltage(int fd, ADC_ChannelId channel,
                                                 float referenceVoltage)
{
    // Written so that NaN is refused too. The device knows the exact range.
    if (!(referenceVoltage >= 0.0F && referenceVoltage <= 100.0F))
        return fail(EINVAL);
    // std::lround would make libm a dependency of every app.
    // NOLINTNEXTLINE(bugprone-incorrect-roundings)
    const auto microvolts = static_cast<std::uint32_t>(referenceVoltage * 1e6F + 0.5F);
    const protocol::AdcSetReferenceVoltageRequest request{.channel = channel,
                                                          .microvolts = microvolts};
    return callChannelForStatus(fd, Api::Adc, raw(request));
}

PERISPHERE_EXPORT int z__ADC_Poll(int fd, ADC_ChannelId channel, uint32_t* outSampleValue)
{
    if (outSampleValue == nullptr)
        return fail(EFAULT);
    const protocol::AdcPollRequest request{.channel = channel};
    const Answer answer = callChannel(fd, Api::Adc, raw(request));
    if (answer.error != 0)
        return fail(answer.error);
    *outSampleValue = static_cast<std::uint32_t>(answer.value);
    return 0;
}
