// What the motion sensors of the LSM6DS family have in common: full scales and sample periods.
#pragma once

#include "perisphere/engine/time.hpp"

#include <array>
#include <cmath>
#include <cstdint>

namespace perisphere::parts::lsm6ds
{

inline constexpr std::array<double, 4> kGPerStep = {0.061e-3, 0.488e-3, 0.122e-3,
                                                    0.244e-3};                         // FS_XL
inline constexpr std::array<double, 4> kDpsPerStep = {8.75e-3, 17.5e-3, 35e-3, 70e-3}; // FS_G
inline constexpr double kDpsPerStep125 = 4.375e-3;

/// The thermometer runs at the others' rate up to this.
inline constexpr double kTemperatureHertz = 52;

[[nodiscard]] inline engine::Duration periodOf(double hertz)
{
    return engine::Duration(static_cast<std::int64_t>(std::llround(1e9 / hertz)));
}

} // namespace perisphere::parts::lsm6ds
