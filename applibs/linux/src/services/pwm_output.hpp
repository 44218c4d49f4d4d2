// One output of a PWM chip in sysfs.
#pragma once

#include <cstdint>
#include <filesystem>

namespace perisphere::target
{

struct PwmOutputState {
    std::uint32_t periodNanoseconds = 0;
    std::uint32_t dutyNanoseconds = 0;
    bool isInversed = false;
    bool isEnabled = false;
};

/// `chip` is a folder like /sys/class/pwm/pwmchip0. 0 or an errno: EINVAL for what the chip cannot
/// make, EBUSY when a driver of the kernel has the output.
[[nodiscard]] int applyPwm(const std::filesystem::path& chip, unsigned channel,
                           const PwmOutputState& state);

} // namespace perisphere::target
