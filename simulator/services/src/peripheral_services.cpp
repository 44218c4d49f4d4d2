#include "perisphere/services/peripheral_services.hpp"

#include "adc_backend.hpp"
#include "channel_hub.hpp"
#include "gpio_backend.hpp"
#include "i2c_backend.hpp"
#include "isu_uses.hpp"
#include "pwm_backend.hpp"
#include "spi_backend.hpp"
#include "uart_backend.hpp"

#include <utility>

namespace perisphere::services
{

struct PeripheralServices::Backends {
    Backends(engine::Machine& theMachine, soc::Mt3620& chip, const PeripheralOptions& options)
        : machine(theMachine)
        , hub(options.virtualApps)
        , gpio(machine, hub, chip, options.virtualApps)
        , uart(machine, hub, chip, isuUses, options.isUartPaced)
        , i2c(machine, hub, chip, isuUses)
        , spi(machine, hub, chip, isuUses)
        , adc(machine, hub, chip)
        , pwm(machine, hub, chip)
    {
    }

    engine::Machine& machine;
    ChannelHub hub;
    IsuUses isuUses{};
    GpioBackend gpio;
    UartBackend uart;
    I2cBackend i2c;
    SpiBackend spi;
    AdcBackend adc;
    PwmBackend pwm;
};

Result<std::unique_ptr<PeripheralServices>>
PeripheralServices::create(engine::Machine& machine, soc::Mt3620& chip,
                           const PeripheralOptions& options)
{
    auto backends = std::make_unique<Backends>(machine, chip, options);
    const auto added = machine.call([&] { return machine.addSource(backends->hub); });
    if (!added)
        return fail(added.error().during("watch the apps' peripherals"));
    return std::unique_ptr<PeripheralServices>(new PeripheralServices(std::move(backends)));
}

PeripheralServices::PeripheralServices(std::unique_ptr<Backends> backends)
    : m_backends(std::move(backends))
{
}

PeripheralServices::~PeripheralServices()
{
    m_backends->machine.removeSource(m_backends->hub);
    m_backends->hub.clear(); // endpoints refer to the backends
}

device::GpioService& PeripheralServices::gpio()
{
    return m_backends->gpio;
}
device::UartService& PeripheralServices::uart()
{
    return m_backends->uart;
}
device::I2cService& PeripheralServices::i2c()
{
    return m_backends->i2c;
}
device::SpiService& PeripheralServices::spi()
{
    return m_backends->spi;
}
device::AdcService& PeripheralServices::adc()
{
    return m_backends->adc;
}
device::PwmService& PeripheralServices::pwm()
{
    return m_backends->pwm;
}

std::vector<PinUse> PeripheralServices::uses() const
{
    m_backends->hub.poll(); // what was closed just now is not open
    return m_backends->hub.uses();
}

} // namespace perisphere::services
