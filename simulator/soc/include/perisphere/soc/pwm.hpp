// A PWM controller: four channels that count a clock in 16-bit on and off times, through up to two
// states one after the other.
//
// Apps' services use one state at 2 MHz (apply); the registers of real-time cores can say all of
// it (run). Either takes the channel over from the other.
#pragma once

#include "perisphere/engine/snapshot.hpp"
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

/// What a channel does, in ticks. Without on time it is inactive, without off time active.
struct PwmWaveform {
    struct Phase {
        std::uint16_t on = 0;
        std::uint16_t off = 0;
        std::uint16_t cycles = 1; ///< before the other state has its turn; 0 counts as 1

        [[nodiscard]] bool isEmpty() const { return on == 0 && off == 0; }
    };
    /// Without cycles of the second state, the first one lasts.
    std::array<Phase, 2> phases{Phase{}, Phase{.cycles = 0}};
    bool repeats = false; ///< after the second state comes the first; else the second one lasts
    bool isInversed = false;
    bool isOpenDrain = false;
    std::uint32_t hertz = 2'000'000;
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

    /// Takes effect at once, from the begin of the first state.
    void run(unsigned channel, const PwmWaveform& waveform);

    /// The level stays as it is from now on.
    void hold(unsigned channel);

    /// Stops driving, as before the first apply().
    void reset(unsigned channel);

    /// Which channel a pin has; at first its own.
    void select(unsigned pin, unsigned channel);

    [[nodiscard]] const PwmState& state(unsigned channel) const
    {
        return m_channels[channel]->state;
    }

    /// Of all channels, and what they drive.
    void exchange(engine::Snapshot& snapshot);

private:
    struct Channel {
        Channel(Pwm& pwm, engine::Scheduler& scheduler, unsigned number);
        [[nodiscard]] bool isEndless(unsigned phaseNumber) const;
        [[nodiscard]] bool lastsForever(const PwmWaveform::Phase& phase) const;
        void start();
        void step();
        void drive(bool active);

        /// Where in the waveform, by what a snapshot has.
        struct Place {
            PwmWaveform waveform;
            engine::VirtualTime begin{}; ///< of tick 0
            std::uint64_t ticks = 0;     ///< at the next edge
            std::uint32_t cycle = 0;     ///< of the phase
            std::uint8_t phase = 0;
            bool isActive = false;
            bool isDriving = false;
        };

        Pwm& owner;
        engine::Scheduler& clock;
        unsigned number;
        PwmState state;
        Place place;
        engine::Timer edge;
    };
    void drivePin(unsigned pin);

    std::array<engine::Pin*, kPwmChannelCount> m_pins{};
    std::array<std::uint8_t, kPwmChannelCount> m_selected{0, 1, 2, 3}; ///< by pin
    std::array<std::unique_ptr<Channel>, kPwmChannelCount> m_channels;
};

} // namespace perisphere::soc
