// What a board's devices are for apps: a service of each kind, on the devices that its file names.
#pragma once

#include "perisphere/linux/services/adc_channels.hpp"
#include "perisphere/linux/services/board_clock.hpp"
#include "perisphere/linux/services/board_power.hpp"
#include "perisphere/linux/services/gpio_lines.hpp"
#include "perisphere/linux/services/i2c_buses.hpp"
#include "perisphere/linux/services/pwm_chips.hpp"
#include "perisphere/linux/services/spi_buses.hpp"
#include "perisphere/linux/services/uart_ports.hpp"

namespace perisphere::daemon
{

struct BoardServices {
    /// The names outlive it.
    explicit BoardServices(const target::DeviceNames& names)
        : gpio(names)
        , uart(names)
        , i2c(names)
        , spi(names)
        , adc(names)
        , pwm(names)
        , clock(names.rtc)
        , power(target::systemPower(), clock)
    {
    }

    target::GpioLines gpio;
    target::UartPorts uart;
    target::I2cBuses i2c;
    target::SpiBuses spi;
    target::AdcChannels adc;
    target::PwmChips pwm;
    target::BoardClock clock;
    target::BoardPower power;
};

} // namespace perisphere::daemon
