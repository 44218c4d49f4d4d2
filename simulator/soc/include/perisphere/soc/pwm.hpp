// A PWM controller: four channels, counted by a 2 MHz clock in 16-bit on and off times.
#pragma once

#include "perisphere/engine/timer.hpp"
#include "perisphere/soc/pads.hpp"

#include <array>
#include <cstdint>
#include <memory>

namespace perisphere::soc
{

struct PwmState {
    std::uint32_t periodNanoseconds = 0;
    std::uint32_t dutyNanoseconds = 0; ///< active part
    bool isInversed = false;           ///< active is low
    bool isEnabled = false;
    bool operator==(const PwmState&) const = default;
};

/// The outputs run until they are told otherwise: nothing stops them when their user goes away.
class Pwm
{
public:
    static constexpr engine::Duration kTick{500};
    static constexpr std::uint32_t kMaximumTicks = 65535; ///< of the on and of the off time

    Pwm(engine::Scheduler& scheduler, Pads& pads, unsigned controller);

    /// Whether the counters can make the state: a period, no longer duty, both parts within 16
    /// bits.
    [[nodiscard]] static bool isPossible(const PwmState& state);

    /// Takes effect at once, with a new period. An equal state changes nothing. A disabled channel
    /// rests at its inactive level.
    void apply(unsigned channel, const PwmState& state);

    /// Stops driving, as before the first apply().
    void reset(unsigned channel);

    [[nodiscard]] const PwmState& state(unsigned channel) const
    {
        return m_channels[channel]->state;
    }

private:
    struct Channel {
        Channel(engine::Scheduler& scheduler, engine::Pin& outputPin);
        void start();
        void toggle();
        void drive(bool isActive);

        engine::Pin& pin;
        PwmState state;
        engine::Duration on{};
        engine::Duration off{};
        bool isActive = false;
        engine::Timer edge;
    };
    std::array<std::unique_ptr<Channel>, kPwmChannelCount> m_channels;
};

} // namespace perisphere::soc
