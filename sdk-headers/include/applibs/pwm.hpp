// Pulse-width modulation: applibs/pwm.h, which documents the calls.
#pragma once

#include <applibs/descriptor.hpp>
#include <applibs/duration.hpp>
#include <applibs/pwm.h>

namespace applibs::pwm
{

enum class Polarity : PwmPolarity {
    Normal = PWM_Polarity_Normal,
    Inversed = PWM_Polarity_Inversed
};

/// What a channel puts out.
struct State {
    std::chrono::nanoseconds period{};
    std::chrono::nanoseconds dutyCycle{}; ///< active part of the period
    Polarity polarity = Polarity::Normal;
    bool enabled = true;
};

/// An open controller. Its channels run on when it is closed.
class PwmController : public Descriptor
{
public:
    using Descriptor::Descriptor;

    static Result<PwmController> open(PWM_ControllerId id)
    {
        return detail::opened<PwmController>(PWM_Open(id), "PWM_Open");
    }

    Result<void> apply(PWM_ChannelId channel, const State& state)
    {
        PwmState native{};
        native.period_nsec = detail::count<unsigned int>(state.period);
        native.dutyCycle_nsec = detail::count<unsigned int>(state.dutyCycle);
        native.polarity = static_cast<PwmPolarity>(state.polarity);
        native.enabled = state.enabled;
        return detail::check(PWM_Apply(fd(), channel, &native), "PWM_Apply");
    }
};

} // namespace applibs::pwm
