// Which devices of Linux stand for the peripherals that apps know: one file a board. Format:
// device_names.schema.json, docs/device/linux-boards.md.
#pragma once

#include "perisphere/base/diagnostic.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::target
{

struct GpioLine {
    std::string chip; ///< label of the GPIO chip, or the device that has it
    unsigned line = 0;

    auto operator<=>(const GpioLine&) const = default;
};

struct AdcChannel {
    std::string device; ///< name of the IIO device
    unsigned channel = 0;
    unsigned bits = 0; ///< of a sample
};

struct PwmChannel {
    std::string device; ///< that has the PWM chip
    unsigned channel = 0;
};

struct SpiDevices {
    std::optional<std::string> chipSelectA; ///< paths below /dev
    std::optional<std::string> chipSelectB;
};

struct DeviceNames {
    static constexpr unsigned kIsus = 5;
    static constexpr unsigned kPwmControllers = 3;

    std::string name;
    std::string description;
    std::map<std::int32_t, GpioLine> gpios;              ///< by the number that apps know
    std::array<std::optional<std::string>, kIsus> uarts; ///< paths below /dev, by ISU
    std::array<std::optional<std::string>, kIsus> i2cs;
    std::array<SpiDevices, kIsus> spis;
    std::vector<AdcChannel> adc; ///< of the one controller
    std::array<std::vector<PwmChannel>, kPwmControllers> pwms;
    std::optional<std::string> rtc;
    std::optional<std::string> wifi; ///< network interfaces
    std::optional<std::string> ethernet;
};

/// Rules besides structure: shared-device, where two peripherals would be the same device of Linux.
[[nodiscard]] Checked<DeviceNames> parseDeviceNames(std::string_view text, std::string fileName);

} // namespace perisphere::target
