// GPIOs as lines of the kernel's GPIO chips.
#pragma once

#include "perisphere/device/services/gpio_service.hpp"
#include "perisphere/linux/device_names.hpp"

namespace perisphere::target
{

/// What the app gets is a line request of the kernel (version 2 of its interface), for one line,
/// which the app reads and sets by itself: no other line can be reached through it, and the daemon
/// has no part in a set. Its last close frees the line.
class GpioLines final : public device::GpioService
{
public:
    /// `names` must outlive it.
    explicit GpioLines(const DeviceNames& names)
        : m_names(names)
    {
    }

    [[nodiscard]] device::Outcome<std::optional<device::GpioMemory>>
    attach(const std::shared_ptr<const device::App>& app) override;
    [[nodiscard]] bool exists(std::int32_t gpio) const override;
    /// Besides what the interface says: ENODEV when no chip, or more than one, has the name.
    [[nodiscard]] device::Outcome<device::Opened> openInput(const device::App& app,
                                                            std::int32_t gpio) override;
    [[nodiscard]] device::Outcome<device::Opened> openOutput(const device::App& app,
                                                             std::int32_t gpio,
                                                             protocol::GpioDrive drive,
                                                             bool level) override;

private:
    [[nodiscard]] device::Outcome<UniqueFd> openChip(const std::string& name) const;
    [[nodiscard]] device::Outcome<device::Opened> request(const device::App& app, std::int32_t gpio,
                                                          std::uint64_t flags, bool level) const;

    const DeviceNames& m_names;
};

} // namespace perisphere::target
