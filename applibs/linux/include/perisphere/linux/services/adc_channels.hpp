// The ADC as channels of the kernel's IIO devices.
#pragma once

#include "perisphere/device/services/bus_services.hpp"
#include "perisphere/linux/device_names.hpp"

#include <filesystem>
#include <memory>

namespace perisphere::target
{

class BusThread;

/// What the app gets is a channel; the daemon reads sysfs, of which an app sees nothing. Samples
/// are as the app has learned to read them, volts * (2^bits - 1) / reference, from whatever the
/// converter on the board measures with; a voltage above the reference is the highest sample.
class AdcChannels final : public device::AdcService
{
public:
    /// `names` must outlive it.
    explicit AdcChannels(const DeviceNames& names, std::filesystem::path sys = "/sys");
    ~AdcChannels() override;

    /// Besides what the interface says: ENODEV where the board has no ADC.
    [[nodiscard]] device::Outcome<device::Opened> open(const device::App& app,
                                                       unsigned controller) override;

private:
    class Channel;

    const DeviceNames& m_names;
    std::filesystem::path m_sys;
    double m_referenceMillivolts; ///< of all channels; kept over opens. For the thread alone
    std::unique_ptr<BusThread> m_thread;
};

} // namespace perisphere::target
