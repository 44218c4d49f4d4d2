// applibs/pwm.h

#include "perisphere/protocol/pwm.hpp"

#include "abi.hpp"
#include "peripheral.hpp"

#include <applibs/pwm.h>

using namespace perisphere::client;
namespace protocol = perisphere::protocol;

PERISPHERE_EXPORT int z__PWM_Open(PWM_ControllerId pwm)
{
    const protocol::PwmOpenRequest request{.controller = pwm};
    return openPeripheral(raw(request), {.api = Api::Pwm, .withoutDevice = EACCES});
}

PERISPHERE_EXPORT int z__PWM_Apply(int pwmFd, PWM_ChannelId pwmChannel, const PwmState* newState)
{
    if (find(pwmFd, Api::Pwm) == nullptr)
        return fail(EBADF);
    if (newState == nullptr)
        return fail(EINVAL); // documented so, not EFAULT
    const protocol::PwmApplyRequest request{.channel = pwmChannel,
                                            .periodNanoseconds = newState->period_nsec,
                                            .dutyNanoseconds = newState->dutyCycle_nsec,
                                            .polarity = newState->polarity,
                                            .enabled = newState->enabled ? 1U : 0U};
    return callChannelForStatus(pwmFd, Api::Pwm, raw(request));
}
