#include "perisphere/soc/registers/pwm_registers.hpp"

#include "perisphere/soc/registers/clock_rate.hpp"

#include <fmt/format.h>

namespace perisphere::soc
{
namespace
{

namespace pwm_bits
{
// GLO_CTRL
constexpr std::uint32_t kGlobalKick = 1U << 0;
constexpr unsigned kSelect = 8; ///< two bits a pin
// PWM_CTRL
constexpr std::uint32_t kKick = 1U << 0;
constexpr std::uint32_t kReplay = 1U << 1;
constexpr std::uint32_t kPolarity = 1U << 2;
constexpr std::uint32_t kOpenDrain = 1U << 3;
constexpr std::uint32_t kClock = 1U << 4;
constexpr std::uint32_t kGlobalKickEnable = 1U << 5;
constexpr unsigned kStay0 = 8;
constexpr unsigned kStay1 = 20;

constexpr std::uint32_t kFirstChannel = 0x100;
constexpr std::uint32_t kChannelBytes = 0x10;
constexpr std::uint64_t kLatchTicks = 2;
} // namespace pwm_bits

constexpr std::array<RegisterField, 6> kPwmGlobalFields{{{"GLOBAL_KICK", 0},
                                                         {"TICK_CLOCK_SEL", 1, 2},
                                                         {"PWM0_DP_SEL", 8, 2},
                                                         {"PWM1_DP_SEL", 10, 2},
                                                         {"PWM2_DP_SEL", 12, 2},
                                                         {"PWM3_DP_SEL", 14, 2}}};
constexpr std::array<RegisterField, 8> kPwmControlFields{{{"KICK", 0},
                                                          {"REPLAY_MODE", 1},
                                                          {"POLARITY", 2},
                                                          {"IO_CTRL", 3},
                                                          {"CLOCK_EN", 4},
                                                          {"GLOBAL_KICK_EN", 5},
                                                          {"S0_STAY_CYCLE", 8, 12},
                                                          {"S1_STAY_CYCLE", 20, 12}}};
constexpr std::array<RegisterField, 2> kPwmTimeFields{{{"ON_TIME", 0, 16}, {"OFF_TIME", 16, 16}}};
constexpr std::array kPwmRegisterTable{
    RegisterInfo{.offset = 0x000, .name = "PWM_GLO_CTRL", .fields = kPwmGlobalFields},
    RegisterInfo{.offset = 0x100,
                 .name = "PWM#_CTRL",
                 .count = kPwmChannelCount,
                 .stride = pwm_bits::kChannelBytes,
                 .fields = kPwmControlFields},
    RegisterInfo{.offset = 0x104,
                 .name = "PWM#_PARAM_S0",
                 .count = kPwmChannelCount,
                 .stride = pwm_bits::kChannelBytes,
                 .fields = kPwmTimeFields},
    RegisterInfo{.offset = 0x108,
                 .name = "PWM#_PARAM_S1",
                 .count = kPwmChannelCount,
                 .stride = pwm_bits::kChannelBytes,
                 .fields = kPwmTimeFields},
};

PwmWaveform::Phase phaseOf(std::uint32_t parameters, std::uint32_t cycles)
{
    return {.on = static_cast<std::uint16_t>(parameters & 0xFFFF),
            .off = static_cast<std::uint16_t>(parameters >> 16),
            .cycles = static_cast<std::uint16_t>(cycles & 0xFFF)};
}

} // namespace

PwmRegisters::PwmRegisters(engine::Scheduler& scheduler, Pwm& pwm, Gpio& gpio,
                           GpioGroupControl& control, unsigned controller)
    : m_pwm(pwm)
    , m_gpio(gpio)
    , m_controller(controller)
    , m_name(fmt::format("PWM{}", controller))
    , m_controlWrites(control.changed.subscribe([this](const BlockControlWrite& write) {
        if (write.falls(GpioGroupControl::kPwmReset))
            reset();
    }))
{
    for (unsigned channel = 0; channel < kChannels; ++channel)
        m_kicks[channel] = std::make_unique<engine::Timer>(scheduler, engine::EventName("pwm.kick"),
                                                           [this, channel] { latch(channel); });
}

std::span<const RegisterInfo> PwmRegisters::registers() const
{
    return kPwmRegisterTable;
}

std::uint32_t PwmRegisters::hertz() const
{
    constexpr std::array<std::uint32_t, 4> rates = {32'768, 2'000'000, 26'000'000, 26'000'000};
    return rates[m_state.global >> 1 & 3U];
}

bool PwmRegisters::hasClock(unsigned channel) const
{
    return (m_state.control[channel] & pwm_bits::kClock) != 0;
}

std::uint32_t PwmRegisters::peek(std::uint32_t offset) const
{
    if (offset == 0)
        return m_state.global;
    const std::uint32_t channel = (offset - pwm_bits::kFirstChannel) / pwm_bits::kChannelBytes;
    if (offset < pwm_bits::kFirstChannel || channel >= kChannels)
        return 0;
    switch (offset % pwm_bits::kChannelBytes) {
    case 0x0:
        return m_state.control[channel] | (m_state.isKicked[channel] ? pwm_bits::kKick : 0U);
    case 0x4:
        return m_state.parameters[channel][0];
    case 0x8:
        return m_state.parameters[channel][1];
    default:
        return 0;
    }
}

void PwmRegisters::write(std::uint32_t offset, std::uint32_t value)
{
    if (offset == 0) {
        writeGlobal(value);
        return;
    }
    const std::uint32_t channel = (offset - pwm_bits::kFirstChannel) / pwm_bits::kChannelBytes;
    if (offset < pwm_bits::kFirstChannel || channel >= kChannels)
        return;
    switch (offset % pwm_bits::kChannelBytes) {
    case 0x0:
        writeControl(channel, value);
        return;
    case 0x4:
        m_state.parameters[channel][0] = value;
        return;
    case 0x8:
        m_state.parameters[channel][1] = value;
        return;
    default:
        return;
    }
}

void PwmRegisters::writeGlobal(std::uint32_t value)
{
    const std::uint32_t before = hertz();
    m_state.global = value & ~pwm_bits::kGlobalKick;
    for (unsigned pin = 0; pin < kChannels; ++pin)
        m_pwm.select(pin, value >> (pwm_bits::kSelect + 2 * pin) & 3U);
    if (hertz() != before)
        for (unsigned channel = 0; channel < kChannels; ++channel)
            if (m_state.isRunning[channel]) { // the counters have another clock now
                m_state.latched[channel].hertz = hertz();
                m_pwm.run(channel, m_state.latched[channel]);
            }
    lendPins();
    if ((value & pwm_bits::kGlobalKick) != 0)
        for (unsigned channel = 0; channel < kChannels; ++channel)
            if ((m_state.control[channel] & pwm_bits::kGlobalKickEnable) != 0)
                kick(channel);
}

void PwmRegisters::writeControl(unsigned channel, std::uint32_t value)
{
    const bool hadClock = hasClock(channel);
    m_state.control[channel] = value & ~pwm_bits::kKick;
    if (hadClock && !hasClock(channel)) {
        m_kicks[channel]->cancel();
        if (m_state.isRunning[channel])
            m_pwm.hold(channel);
    } else if (!hadClock && hasClock(channel)) {
        if (m_state.isKicked[channel])
            kick(channel);
        else if (m_state.isRunning[channel])
            m_pwm.run(channel, m_state.latched[channel]);
    }
    if ((value & pwm_bits::kKick) != 0 && !m_kicks[channel]->isPending())
        kick(channel);
    lendPins();
}

void PwmRegisters::kick(unsigned channel)
{
    m_state.isKicked[channel] = true;
    if (hasClock(channel))
        m_kicks[channel]->setAfter(durationOf(pwm_bits::kLatchTicks, ClockRate{hertz()}));
}

void PwmRegisters::latch(unsigned channel)
{
    const std::uint32_t control = m_state.control[channel];
    const auto& parameters = m_state.parameters[channel];
    PwmWaveform& wave = m_state.latched[channel];
    wave.phases = {phaseOf(parameters[0], control >> pwm_bits::kStay0),
                   phaseOf(parameters[1], control >> pwm_bits::kStay1)};
    wave.repeats = (control & pwm_bits::kReplay) != 0;
    wave.isInversed = (control & pwm_bits::kPolarity) != 0;
    wave.isOpenDrain = (control & pwm_bits::kOpenDrain) != 0;
    wave.hertz = hertz();
    m_state.isKicked[channel] = false;
    m_state.isRunning[channel] = true;
    lendPins(); // before the first edge: GPIO may drive the pin until now
    m_pwm.run(channel, wave);
}

/// Pins of channels that run are theirs, all others GPIO's.
void PwmRegisters::lendPins()
{
    for (unsigned pin = 0; pin < kChannels; ++pin) {
        const unsigned channel = m_state.global >> (pwm_bits::kSelect + 2 * pin) & 3U;
        const bool isLent = m_state.isRunning[channel] && hasClock(channel);
        if (isLent == m_state.isLent[pin])
            continue;
        m_state.isLent[pin] = isLent;
        if (isLent)
            m_gpio.lend(pwmGpio(m_controller, pin));
        else
            m_gpio.giveBack(pwmGpio(m_controller, pin));
    }
}

void PwmRegisters::reset()
{
    for (unsigned channel = 0; channel < kChannels; ++channel) {
        m_kicks[channel]->cancel();
        if (m_state.isRunning[channel])
            m_pwm.reset(channel);
    }
    const std::array<bool, kChannels> wasLent = m_state.isLent;
    m_state = {};
    for (unsigned pin = 0; pin < kChannels; ++pin) {
        m_pwm.select(pin, pin);
        if (wasLent[pin])
            m_gpio.giveBack(pwmGpio(m_controller, pin));
    }
}

void PwmRegisters::exchange(engine::Snapshot& snapshot)
{
    const std::array<bool, kChannels> wasLent = m_state.isLent;
    snapshot.exchange(m_state);
    for (const auto& timer : m_kicks)
        snapshot.exchange(*timer);
    m_pwm.exchange(snapshot);
    if (snapshot.isSaving())
        return;
    for (unsigned pin = 0; pin < kChannels; ++pin)
        if (m_state.isLent[pin])
            m_gpio.lend(pwmGpio(m_controller, pin));
        else if (wasLent[pin])
            m_gpio.giveBack(pwmGpio(m_controller, pin));
}

} // namespace perisphere::soc
