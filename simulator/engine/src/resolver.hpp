// Who wins on a net: the arithmetic, without pins.
#pragma once

#include "perisphere/engine/drive.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace perisphere::engine
{

struct Resolved {
    Strength strength = Strength::HighImpedance;
    Voltage voltage; ///< meaningless at HighImpedance
    bool conflict = false;
};

/// One net without resistors to others.
[[nodiscard]] Resolved resolveNet(std::span<const Drive> drives);

/// A resistor between two nets, by their index.
struct Resistor {
    std::size_t a;
    std::size_t b;
    std::uint32_t ohms; ///< at least 1
};

/// Nets that resistors connect; drives[i] are those of net i.
[[nodiscard]] std::vector<Resolved> resolveNets(std::span<const std::vector<Drive>> drives,
                                                std::span<const Resistor> resistors);

} // namespace perisphere::engine
