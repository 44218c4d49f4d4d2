#include "perisphere/soc/pwm.hpp"

#include <chrono>

namespace perisphere::soc
{
namespace
{

struct Ticks {
    std::uint32_t on = 0;
    std::uint32_t off = 0;
};

/// As the driver computes them: integer divisions by the tick.
Ticks ticksOf(const PwmState& state)
{
    constexpr auto tick = static_cast<std::uint32_t>(Pwm::kTick.count());
    const std::uint32_t on = state.dutyNanoseconds / tick;
    return {.on = on, .off = state.periodNanoseconds / tick - on};
}

} // namespace

Pwm::Channel::Channel(engine::Scheduler& scheduler, engine::Pin& outputPin)
    : pin(outputPin)
    , edge(scheduler, "pwm.edge", [this] { toggle(); })
{
}

void Pwm::Channel::drive(bool active)
{
    isActive = active;
    pin.setDrive(engine::digitalDrive(engine::OutputMode::PushPull, active != state.isInversed));
}

void Pwm::Channel::start()
{
    edge.cancel();
    const bool runs = state.isEnabled && on.count() != 0;
    drive(runs);
    if (runs && off.count() != 0) // else the level is constant
        edge.setAfter(on);
}

void Pwm::Channel::toggle()
{
    drive(!isActive);
    edge.setAfter(isActive ? on : off);
}

Pwm::Pwm(engine::Scheduler& scheduler, Pads& pads, unsigned controller)
{
    for (unsigned channel = 0; channel < kPwmChannelCount; ++channel)
        m_channels[channel] =
            std::make_unique<Channel>(scheduler, pads[pwmGpio(controller, channel)]);
}

bool Pwm::isPossible(const PwmState& state)
{
    if (state.periodNanoseconds == 0 || state.dutyNanoseconds > state.periodNanoseconds)
        return false;
    const Ticks ticks = ticksOf(state);
    return ticks.on <= kMaximumTicks && ticks.off <= kMaximumTicks && ticks.on + ticks.off != 0;
}

void Pwm::apply(unsigned channel, const PwmState& state)
{
    Channel& output = *m_channels[channel];
    if (output.state == state)
        return;
    const Ticks ticks = ticksOf(state);
    output.state = state;
    output.on = kTick * ticks.on;
    output.off = kTick * ticks.off;
    output.start();
}

void Pwm::reset(unsigned channel)
{
    Channel& output = *m_channels[channel];
    output.edge.cancel();
    output.state = {};
    output.pin.setDrive(engine::Drive::none());
}

} // namespace perisphere::soc
