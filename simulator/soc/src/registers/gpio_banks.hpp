// What differs between the GPIO register blocks: where which register is.
#pragma once

#include "perisphere/soc/registers/gpio_registers.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace perisphere::soc
{

/// One layout of registers, for debuggers and for fast access.
struct GpioLayoutTable {
    static constexpr std::size_t kWords = 64; ///< of a layout's range

    std::span<const RegisterInfo> registers;
    std::array<GpioRegisters::Cell, kWords> cells; ///< by offset / 4
};

[[nodiscard]] const GpioLayoutTable& gpioLayoutTable(GpioLayout layout);

} // namespace perisphere::soc
