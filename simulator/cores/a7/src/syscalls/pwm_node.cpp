// /dev/pwmN, as the driver's header has it.

#include "nodes.hpp"
#include "perisphere/protocol/pwm.hpp"

#include <cerrno>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kApply = 0x401CF701;
constexpr std::uint32_t kGet = 0xC01CF702;
constexpr std::uint32_t kExport = 0x4004F703;
constexpr std::uint32_t kUnexport = 0x4004F704;

constexpr std::uint32_t kChannels = 4; ///< of each controller

/// struct pwm_chardev_params of 32-bit ARM.
struct Parameters {
    std::uint32_t index = 0;
    std::uint32_t period = 0; ///< nanoseconds
    std::uint32_t duty = 0;
    std::uint32_t polarity = 0;
    std::uint8_t isEnabled = 0;
    std::uint8_t padding[3] = {};
    std::uint32_t extended = 0; ///< more of the state; always none
    std::uint32_t extendedBytes = 0;
};
static_assert(sizeof(Parameters) == 28);

Answer apply(Call& call, std::uint32_t controller, const Parameters& wanted)
{
    if (wanted.extended != 0 || wanted.extendedBytes != 0)
        return Call::error(EINVAL);
    const std::uint32_t isEnabled = wanted.isEnabled != 0 ? 1 : 0;
    const Answer answer = statusOf(
        call.process.nodes()->askOver(call, call.signedArg(0),
                                      protocol::PwmApplyRequest{.channel = wanted.index,
                                                                .periodNanoseconds = wanted.period,
                                                                .dutyNanoseconds = wanted.duty,
                                                                .polarity = wanted.polarity,
                                                                .enabled = isEnabled}));
    if (!answer.isWaiting && answer.value == 0)
        call.process.nodes()->pwm(controller, wanted.index) = {wanted.period, wanted.duty,
                                                               wanted.polarity, isEnabled};
    return answer;
}

Answer get(Call& call, std::uint32_t controller, Parameters asked)
{
    if (asked.index >= kChannels)
        return Call::error(ENODEV);
    const PwmSetting& set = call.process.nodes()->pwm(controller, asked.index);
    asked.period = set.period;
    asked.duty = set.duty;
    asked.polarity = set.polarity;
    asked.isEnabled = static_cast<std::uint8_t>(set.enabled);
    return call.memory.store(call.arg(2), asked) ? Answer{} : Call::error(EFAULT);
}

} // namespace

Answer controlPwm(Call& call, std::uint32_t controller)
{
    switch (call.arg(1)) {
    case kApply:
    case kGet: {
        const auto given = call.memory.load<Parameters>(call.arg(2));
        if (!given)
            return Call::error(EFAULT);
        return call.arg(1) == kApply ? apply(call, controller, *given)
                                     : get(call, controller, *given);
    }
    case kExport: // the device's application manager does that, before the app starts
    case kUnexport:
        return Call::error(EPERM);
    default:
        return Call::error(ENOTTY);
    }
}

} // namespace perisphere::a7
