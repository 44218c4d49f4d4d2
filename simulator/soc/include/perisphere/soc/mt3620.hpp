// The MT3620 as the application core sees it. The chip is this table of models.
#pragma once

#include "perisphere/soc/adc.hpp"
#include "perisphere/soc/gpio.hpp"
#include "perisphere/soc/isu_i2c.hpp"
#include "perisphere/soc/isu_spi.hpp"
#include "perisphere/soc/isu_uart.hpp"
#include "perisphere/soc/pads.hpp"
#include "perisphere/soc/pwm.hpp"

#include <array>
#include <memory>

namespace perisphere::soc
{

/// One serial block: a UART, an I2C controller or an SPI controller at a time.
struct Isu {
    Isu(engine::Scheduler& scheduler, bus::Buses& buses, Pads& pads, unsigned index)
        : uart(scheduler, buses, pads, index)
        , i2c(scheduler, buses, pads, index)
        , spi(scheduler, buses, pads, index)
    {
    }

    IsuUart uart;
    IsuI2c i2c;
    IsuSpi spi;
};

/// Machine thread only.
class Mt3620
{
public:
    Mt3620(engine::Scheduler& scheduler, engine::Netlist& netlist, bus::Buses& buses);

    /// As after a power-up: all GPIOs inputs, no PWM. Serial blocks are free when their users are
    /// gone, which they are by then.
    void reset();

    /// Low holds the chip in reset: whoever runs it has to see to that.
    engine::Pin sysRst;
    Pads pads;
    Gpio gpio{pads};
    Adc adc;
    std::array<std::unique_ptr<Pwm>, kPwmControllerCount> pwm;
    std::array<std::unique_ptr<Isu>, kIsuCount> isu;
};

} // namespace perisphere::soc
