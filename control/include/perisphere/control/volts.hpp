// Voltages as the control API tells them.
#pragma once

#include "perisphere/engine/voltage.hpp"

namespace perisphere::control
{

[[nodiscard]] inline double volts(engine::Voltage voltage)
{
    constexpr double kMicrovoltsInVolt = 1e6;
    return static_cast<double>(voltage.microvolts()) / kMicrovoltsInVolt;
}

} // namespace perisphere::control
