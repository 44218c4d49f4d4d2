// The MT3620's pin blocks: which pads one peripheral takes, and which are granted together.
#pragma once

#include "perisphere/hardware/definition.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::hardware
{

/// A group of pads that is configured for one function and granted to one app (or core) as a whole.
struct PinBlock {
    std::string_view name; ///< "GPIO8-11", "ISU0", "ADC0" ...
    std::uint8_t first;    ///< GPIO numbers, inclusive
    std::uint8_t last;
    std::string_view
        peripheral; ///< the controller on these pads ("PWM-CONTROLLER-2", "ISU0" ...), or empty
};

/// All blocks in GPIO order.
[[nodiscard]] const std::vector<PinBlock>& mt3620PinBlocks();

/// The block of a GPIO; nullptr for numbers without a pad (24, 25, 49 to 55, above 75 but 80).
[[nodiscard]] const PinBlock* blockOfGpio(std::int64_t gpio);

/// The block that a manifest value ("ISU0", "PWM-CONTROLLER-1", "ADC-CONTROLLER-0", "I2S0", ...)
/// takes; nullptr when the MT3620 has no such peripheral.
[[nodiscard]] const PinBlock* blockOfPeripheral(std::string_view manifestValue);

/// Rule pin-block-conflict (warning): the target names one block in two functions. Meant for
/// application-level definitions, which name what an app uses; a board lists all alternatives of a
/// pad, which is its purpose.
[[nodiscard]] Diagnostics checkPinBlocks(const Definition& definition);

} // namespace perisphere::hardware
