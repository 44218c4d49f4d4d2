#include "perisphere/soc/pwm.hpp"

#include "perisphere/soc/registers/clock_rate.hpp"

#include <algorithm>
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

Pwm::Channel::Channel(Pwm& pwm, engine::Scheduler& scheduler, unsigned channel)
    : owner(pwm)
    , clock(scheduler)
    , number(channel)
    , edge(scheduler, "pwm.edge", [this] { step(); })
{
}

void Pwm::Channel::drive(bool active)
{
    place.isActive = active;
    place.isDriving = true;
    for (unsigned pin = 0; pin < kPwmChannelCount; ++pin)
        if (owner.m_selected[pin] == number)
            owner.drivePin(pin);
}

bool Pwm::Channel::isEndless(unsigned phaseNumber) const
{
    const PwmWaveform& wave = place.waveform;
    if (wave.phases[1].cycles == 0)
        return phaseNumber == 0;
    return phaseNumber == 1 && !wave.repeats;
}

/// Whether its level does not change any more: no events are needed for that.
bool Pwm::Channel::lastsForever(const PwmWaveform::Phase& phase) const
{
    if (phase.on != 0 && phase.off != 0)
        return false;
    const PwmWaveform::Phase& other = place.waveform.phases[place.phase ^ 1U];
    return isEndless(place.phase) || other.isEmpty() ||
           (phase.on != 0 ? other.off == 0 : other.on == 0);
}

void Pwm::Channel::start()
{
    edge.cancel();
    const auto& phases = place.waveform.phases;
    place.begin = clock.now();
    place.ticks = 0;
    place.cycle = 0;
    // A state without any time has no turn.
    place.phase = phases[0].isEmpty() && !isEndless(0) && !phases[1].isEmpty() ? 1 : 0;
    const PwmWaveform::Phase& phase = phases[place.phase];
    drive(phase.on != 0);
    if (phase.isEmpty() || lastsForever(phase))
        return;
    place.ticks = phase.on != 0 ? phase.on : phase.off;
    edge.setAt(
        engine::later(place.begin, durationOf(place.ticks, ClockRate{place.waveform.hertz})));
}

/// The end of an on time or an off time: the next that is not empty.
void Pwm::Channel::step()
{
    const auto& phases = place.waveform.phases;
    std::uint32_t length = 0;
    bool active = place.isActive;
    if (active)
        length = phases[place.phase].off;
    active = false;
    if (length == 0) { // the next cycle
        const auto cycles = std::max<std::uint32_t>(phases[place.phase].cycles, 1);
        if (!isEndless(place.phase) && ++place.cycle >= cycles) {
            place.cycle = 0;
            if (!phases[place.phase ^ 1U].isEmpty())
                place.phase ^= 1U;
        }
        const PwmWaveform::Phase& phase = phases[place.phase];
        active = phase.on != 0;
        length = active ? phase.on : phase.off;
        if (lastsForever(phase)) {
            drive(active);
            return;
        }
    }
    drive(active);
    place.ticks += length;
    edge.setAt(
        engine::later(place.begin, durationOf(place.ticks, ClockRate{place.waveform.hertz})));
}

Pwm::Pwm(engine::Scheduler& scheduler, Pads& pads, unsigned controller)
{
    for (unsigned channel = 0; channel < kPwmChannelCount; ++channel) {
        m_pins[channel] = &pads[pwmGpio(controller, channel)];
        m_channels[channel] = std::make_unique<Channel>(*this, scheduler, channel);
    }
}

void Pwm::drivePin(unsigned pin)
{
    const Channel::Place& place = m_channels[m_selected[pin]]->place;
    if (!place.isDriving) {
        m_pins[pin]->setDrive(engine::Drive::none());
        return;
    }
    const auto mode =
        place.waveform.isOpenDrain ? engine::OutputMode::OpenDrain : engine::OutputMode::PushPull;
    m_pins[pin]->setDrive(engine::digitalDrive(mode, place.isActive != place.waveform.isInversed));
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
    if (m_channels[channel]->state == state)
        return;
    const Ticks ticks = ticksOf(state);
    PwmWaveform wave{.isInversed = state.isInversed};
    if (state.isEnabled) {
        wave.phases[0].on = static_cast<std::uint16_t>(ticks.on);
        wave.phases[0].off = static_cast<std::uint16_t>(ticks.off);
    }
    run(channel, wave);
    m_channels[channel]->state = state;
}

void Pwm::run(unsigned channel, const PwmWaveform& waveform)
{
    Channel& output = *m_channels[channel];
    output.state = {};
    output.place.waveform = waveform;
    output.start();
}

void Pwm::hold(unsigned channel)
{
    m_channels[channel]->edge.cancel();
}

void Pwm::reset(unsigned channel)
{
    Channel& output = *m_channels[channel];
    output.edge.cancel();
    output.state = {};
    output.place = {};
    for (unsigned pin = 0; pin < kPwmChannelCount; ++pin)
        if (m_selected[pin] == channel)
            drivePin(pin);
}

void Pwm::select(unsigned pin, unsigned channel)
{
    if (m_selected[pin] == channel)
        return;
    const bool wasDriven = m_channels[m_selected[pin]]->place.isDriving;
    m_selected[pin] = static_cast<std::uint8_t>(channel);
    if (wasDriven || m_channels[channel]->place.isDriving)
        drivePin(pin);
}

void Pwm::exchange(engine::Snapshot& snapshot)
{
    std::array<bool, kPwmChannelCount> wasDriven{};
    for (unsigned pin = 0; pin < kPwmChannelCount; ++pin)
        wasDriven[pin] = m_channels[m_selected[pin]]->place.isDriving;
    snapshot.exchange(m_selected);
    for (const auto& channel : m_channels) {
        snapshot.exchange(channel->state);
        snapshot.exchange(channel->place);
        snapshot.exchange(channel->edge);
    }
    if (snapshot.isSaving())
        return;
    for (unsigned pin = 0; pin < kPwmChannelCount; ++pin)
        if (wasDriven[pin] || m_channels[m_selected[pin]]->place.isDriving)
            drivePin(pin);
}

} // namespace perisphere::soc
