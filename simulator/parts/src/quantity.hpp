// Physical quantities as the integers that sensors give.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace perisphere::parts
{

/// `value` in steps, rounded to the nearest and limited to a signed integer of `bits`.
[[nodiscard]] inline std::int32_t toSteps(double value, double step, unsigned bits)
{
    const double limit = std::ldexp(1.0, static_cast<int>(bits) - 1);
    return static_cast<std::int32_t>(std::clamp(std::round(value / step), -limit, limit - 1));
}

/// Byte `index` of a little-endian integer.
[[nodiscard]] constexpr std::uint8_t byteOf(std::int64_t value, unsigned index)
{
    return static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (8 * index));
}

} // namespace perisphere::parts
