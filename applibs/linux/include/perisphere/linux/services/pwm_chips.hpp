// PWM controllers as channels of the kernel's PWM chips.
#pragma once

#include "perisphere/device/services/bus_services.hpp"
#include "perisphere/linux/device_names.hpp"

#include <array>
#include <filesystem>
#include <memory>

namespace perisphere::target
{

class BusThread;

/// What the app gets is a channel; the daemon writes sysfs, of which an app sees nothing. An output
/// stays as it is when the app ends, as on the MT3620.
class PwmChips final : public device::PwmService
{
public:
    /// `names` must outlive it.
    explicit PwmChips(const DeviceNames& names, std::filesystem::path sys = "/sys");
    ~PwmChips() override;

    /// Besides what the interface says: ENODEV where the board has no such controller; EMFILE.
    [[nodiscard]] device::Outcome<device::Opened> open(const device::App& app,
                                                       unsigned controller) override;

private:
    class Channel;

    const DeviceNames& m_names;
    std::filesystem::path m_sys;
    std::array<std::unique_ptr<BusThread>, DeviceNames::kPwmControllers> m_threads;
};

} // namespace perisphere::target
