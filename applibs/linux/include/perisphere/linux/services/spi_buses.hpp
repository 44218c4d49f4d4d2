// SPI masters through the kernel's spidev.
#pragma once

#include "perisphere/device/services/bus_services.hpp"
#include "perisphere/linux/device_names.hpp"

#include <array>
#include <memory>

namespace perisphere::target
{

class BusThread;

/// What the app gets is a channel; the daemon has the device. While an app reads, ones are sent, as
/// on a line that nothing drives, where the driver's buffer has room for them.
class SpiBuses final : public device::SpiService
{
public:
    /// `names` must outlive it.
    explicit SpiBuses(const DeviceNames& names);
    ~SpiBuses() override;

    /// Besides what the interface says: ENODEV where the board has no such chip select; EINVAL for
    /// a polarity that its controller does not make.
    [[nodiscard]] device::Outcome<device::Opened>
    open(const device::App& app, unsigned isu, device::ChipSelect chipSelect,
         device::ChipSelectPolarity polarity) override;

private:
    class Channel;

    const DeviceNames& m_names;
    std::array<std::unique_ptr<BusThread>, DeviceNames::kIsus> m_threads;
};

} // namespace perisphere::target
