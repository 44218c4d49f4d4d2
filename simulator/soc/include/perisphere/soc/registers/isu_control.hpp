// ISU_GLOBAL_CTRL: the software reset and the clock gates of one ISU.
//
// The register lies among the ISU's GPIO registers, whose block calls write() for it; what it acts
// on are the ISU's I2C, SPI and UART.
#pragma once

#include "perisphere/engine/move_only_function.hpp"

#include <cstdint>

namespace perisphere::soc
{

struct IsuControl {
    static constexpr std::uint32_t kNotReset = 1;    ///< bit 0: low holds the ISU in reset
    static constexpr std::uint32_t kClocks = 0x7F00; ///< I2C 8, SPI 9 to 12, UART 13 and 14
    static constexpr std::uint32_t kPowerUp = kNotReset | kClocks;

    /// As read back. Gates are not modelled: two driver families never open them.
    std::uint32_t value = kPowerUp;

    /// Called at each write with bit 0 low: the I2C, SPI and UART faces of this ISU are to take
    /// their reset values and give up what they do. GPIO registers keep theirs.
    engine::MoveOnlyFunction<void()> listener{};

    void write(std::uint32_t written)
    {
        value = written;
        if ((written & kNotReset) == 0 && listener)
            listener();
    }

    void reset() { value = kPowerUp; }
};

} // namespace perisphere::soc
