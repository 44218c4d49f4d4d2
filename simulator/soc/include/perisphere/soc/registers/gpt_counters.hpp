// What the general purpose timers count with: down to an expiry, or up.
#pragma once

#include "perisphere/engine/snapshot.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/soc/registers/clock_rate.hpp"

#include <cstdint>

namespace perisphere::soc
{

/// GPT0 or GPT1. A run is a row of segments: a count down to 0, and one tick later the next from
/// ICNT.
struct GptDownTimer {
    static constexpr std::uint32_t kEnable = 1U << 0;
    static constexpr std::uint32_t kRepeat = 1U << 1;
    static constexpr std::uint32_t kSpeed = 1U << 2; ///< 32,768 Hz instead of its 33rd part
    static constexpr std::uint32_t kRestart = 1U << 3;

    struct Run {
        engine::VirtualTime origin{}; ///< ticks count from here
        std::uint64_t firstTick = 0;  ///< of the segment; before it the count is 0
        std::uint64_t expiryTick = 0; ///< of the segment
        std::uint32_t first = 0;      ///< count at firstTick
    };

    GptDownTimer(engine::Scheduler& scheduler, engine::Scheduler::Action expired);
    [[nodiscard]] bool isEnabled() const { return (control & kEnable) != 0; }
    [[nodiscard]] ClockRate rate() const;
    [[nodiscard]] std::uint32_t count(engine::VirtualTime now) const;
    void setControl(engine::VirtualTime now, std::uint32_t value);
    void setInitial(engine::VirtualTime now, std::uint32_t value);
    /// What follows from the end of a segment: the next one, or rest.
    void expire();
    void reset();
    void exchange(engine::Snapshot& snapshot);

    std::uint32_t control = 0;
    std::uint32_t initial = 0;
    std::uint32_t held = 0; ///< the count while it does not run
    Run run;
    engine::Timer expiry;

private:
    [[nodiscard]] std::uint64_t tick(engine::VirtualTime now) const;
    void load(engine::VirtualTime now, std::uint64_t firstTick, std::uint32_t first);
    void setExpiry();
};

/// GPT2, GPT3 or GPT4.
struct GptUpCounter {
    [[nodiscard]] std::uint32_t count(engine::VirtualTime now, ClockRate rate) const;
    void start(engine::VirtualTime now, std::uint32_t from);
    void stopAt(std::uint32_t value);

    bool isRunning = false;
    std::uint32_t base = 0; ///< the count at `origin`, or while it does not run
    engine::VirtualTime origin{};
};

} // namespace perisphere::soc
