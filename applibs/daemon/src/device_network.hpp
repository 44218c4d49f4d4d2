// The device's network: as its system has set it up, or set up here.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/certificates/certificate_store.hpp"
#include "perisphere/daemon/configuration.hpp"
#include "perisphere/device/services/network_service.hpp"
#include "perisphere/device/services/wifi_service.hpp"
#include "perisphere/device/timers.hpp"
#include "perisphere/linux/device_names.hpp"

#include <functional>
#include <memory>
#include <string>
#include <uv.h>

namespace perisphere::daemon
{

class DeviceNetwork
{
public:
    struct Parts {
        const Configuration& configuration;
        const target::DeviceNames& names;
        uv_loop_t& loop;
        device::Timers& timers;
        const certificates::CertificateStore& certificates;
        std::function<void(const std::string&)> say;
    };
    [[nodiscard]] static Result<std::unique_ptr<DeviceNetwork>> create(const Parts& parts);
    virtual ~DeviceNetwork() = default;

    [[nodiscard]] virtual device::NetworkService& network() = 0;
    [[nodiscard]] virtual device::WifiService& wifi() = 0;
};

} // namespace perisphere::daemon
