// I2C masters through the kernel's i2c-dev.
#pragma once

#include "perisphere/device/services/bus_services.hpp"
#include "perisphere/linux/device_names.hpp"

#include <array>
#include <filesystem>
#include <memory>

namespace perisphere::target
{

class BusThread;

/// What the app gets is a channel; the daemon has the device. Through the device an app could
/// change the adapter's time-out and retries for the kernel's own drivers on that bus, and talk to
/// the chips that those drive.
///
/// The bus's clock is the adapter's, as the device tree has it: Linux has no call to change it. A
/// speed that an app sets is a ceiling, so it is taken where the bus is no faster.
class I2cBuses final : public device::I2cService
{
public:
    /// `names` must outlive it.
    explicit I2cBuses(const DeviceNames& names, std::filesystem::path sys = "/sys");
    ~I2cBuses() override;

    /// Besides what the interface says: ENODEV where the board has no such bus, or one whose
    /// adapter makes no plain transfers.
    [[nodiscard]] device::Outcome<device::Opened> open(const device::App& app,
                                                       unsigned isu) override;

private:
    class Channel;

    const DeviceNames& m_names;
    std::filesystem::path m_sys;
    std::array<std::unique_ptr<BusThread>, DeviceNames::kIsus> m_threads;
};

} // namespace perisphere::target
