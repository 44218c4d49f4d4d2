// The PWM unit of a GPIO group (group + 0x1000), on soc::Pwm.
//
// A channel's settings take effect when it is kicked, after two ticks and from the begin of the
// first state; the kick bit reads 1 until then. While its clock is on, a kicked channel drives its
// pin whatever the pin's GPIO direction is. Without the clock the level stays, and a GPIO output
// has the pin back.
#pragma once

#include "perisphere/engine/timer.hpp"
#include "perisphere/soc/gpio.hpp"
#include "perisphere/soc/pwm.hpp"
#include "perisphere/soc/registers/block_control.hpp"
#include "perisphere/soc/registers/register_block.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>

namespace perisphere::soc
{

class PwmRegisters final : public RegisterBlock
{
public:
    /// @param controller 0 to 2: that of `pwm`, and the group of `control`
    PwmRegisters(engine::Scheduler& scheduler, Pwm& pwm, Gpio& gpio, GpioGroupControl& control,
                 unsigned controller);

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] std::span<const RegisterInfo> registers() const override;
    std::uint32_t read(std::uint32_t offset) override { return peek(offset); }
    void write(std::uint32_t offset, std::uint32_t value) override;
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override;
    void reset() override;
    void exchange(engine::Snapshot& snapshot) override;

private:
    static constexpr unsigned kChannels = kPwmChannelCount;

    struct State {
        std::uint32_t global = 0xE400; ///< each pin has its own channel
        std::array<std::uint32_t, kChannels> control{};
        std::array<std::array<std::uint32_t, 2>, kChannels> parameters{}; ///< S0, S1
        std::array<bool, kChannels> isKicked{};  ///< and waits for its ticks, or for the clock
        std::array<bool, kChannels> isRunning{}; ///< was kicked, and has had its clock since
        std::array<PwmWaveform, kChannels> latched{};
        std::array<bool, kChannels> isLent{}; ///< by pin
    };

    [[nodiscard]] std::uint32_t hertz() const;
    [[nodiscard]] bool hasClock(unsigned channel) const;
    void writeGlobal(std::uint32_t value);
    void writeControl(unsigned channel, std::uint32_t value);
    void kick(unsigned channel);
    void latch(unsigned channel);
    void lendPins();

    Pwm& m_pwm;
    Gpio& m_gpio;
    unsigned m_controller;
    std::string m_name;
    State m_state;
    std::array<std::unique_ptr<engine::Timer>, kChannels> m_kicks;
    engine::Subscription m_controlWrites;
};

} // namespace perisphere::soc
