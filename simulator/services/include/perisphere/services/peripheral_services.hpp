// The device services whose peripherals are models of the simulated chip.
#pragma once

#include "perisphere/device/device_services.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/services/pin_use.hpp"
#include "perisphere/services/virtual_apps.hpp"
#include "perisphere/soc/mt3620.hpp"

#include <memory>
#include <vector>

namespace perisphere::services
{

struct PeripheralOptions {
    /// false: serial characters take no bus time, for tests of throughput.
    bool isUartPaced = true;
    /// Outlives the services; none: all apps live in the host's time.
    VirtualApps* virtualApps = nullptr;
};

/// Called by the service host on its thread; the models are touched on the machine thread only.
class PeripheralServices
{
public:
    /// Machine and chip outlive this. Fails when the system has no descriptors left.
    [[nodiscard]] static Result<std::unique_ptr<PeripheralServices>>
    create(engine::Machine& machine, soc::Mt3620& chip, const PeripheralOptions& options = {});
    PeripheralServices(const PeripheralServices&) = delete;
    PeripheralServices& operator=(const PeripheralServices&) = delete;

    /// The machine is stopped, or this is its thread.
    ~PeripheralServices();

    [[nodiscard]] device::GpioService& gpio();
    [[nodiscard]] device::UartService& uart();
    [[nodiscard]] device::I2cService& i2c();
    [[nodiscard]] device::SpiService& spi();
    [[nodiscard]] device::AdcService& adc();
    [[nodiscard]] device::PwmService& pwm();

    /// What the apps have open now. Machine thread.
    [[nodiscard]] std::vector<PinUse> uses() const;

private:
    struct Backends;
    explicit PeripheralServices(std::unique_ptr<Backends> backends);
    std::unique_ptr<Backends> m_backends;
};

} // namespace perisphere::services
