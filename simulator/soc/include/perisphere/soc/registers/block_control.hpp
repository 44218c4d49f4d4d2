// The register in front of several blocks: clocks, resets and modes of all that is behind one base
// address. GpioRegisters has it at its offset 0; the counter, the PWM unit, the converter or the
// serial controllers listen to it.
#pragma once

#include "perisphere/engine/signal.hpp"

#include <cstdint>
#include <utility>

namespace perisphere::soc
{

struct BlockControlWrite {
    std::uint32_t before = 0;
    std::uint32_t after = 0;

    /// A reset bit is active low: it resets when it falls. Units are not held in reset after that,
    /// since most drivers never write the register, which then reads 0 (or what its unit needs).
    [[nodiscard]] bool falls(std::uint32_t bit) const { return (before & ~after & bit) != 0; }
};

struct BlockControl {
    explicit BlockControl(std::uint32_t afterReset)
        : resetValue(afterReset)
        , value(afterReset)
    {
    }

    void write(std::uint32_t written)
    {
        const std::uint32_t before = std::exchange(value, written);
        changed.tell({before, written});
    }

    std::uint32_t resetValue;
    std::uint32_t value;
    engine::Signal<BlockControlWrite> changed; ///< told after each write
};

/// GLOBAL_CTRL of GPIO groups 0 to 5.
struct GpioGroupControl : BlockControl {
    static constexpr std::uint32_t kCounterMode = 1U << 0;
    static constexpr std::uint32_t kCounterReset = 1U << 1; ///< active low
    static constexpr std::uint32_t kPwmReset = 1U << 2;     ///< active low
    static constexpr std::uint32_t kCounterClock = 1U << 3;

    /// Out of reset: drivers set the counter's bits and leave the resets as they are.
    GpioGroupControl()
        : BlockControl(kCounterReset | kPwmReset)
    {
    }
};

/// GLOBAL_CTRL of the ADC.
struct AdcControl : BlockControl {
    static constexpr std::uint32_t kReset = 1U << 0; ///< active low

    AdcControl()
        : BlockControl(kReset)
    {
    }
};

} // namespace perisphere::soc
