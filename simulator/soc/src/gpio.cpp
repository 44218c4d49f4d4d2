#include "perisphere/soc/gpio.hpp"

namespace perisphere::soc
{

void Gpio::setInput(std::size_t gpio)
{
    m_lines[gpio].isOutput = false;
    m_pads[gpio].setDrive(engine::Drive::none());
}

void Gpio::setOutput(std::size_t gpio, engine::OutputMode mode, bool high)
{
    m_lines[gpio] = {.isOutput = true, .mode = mode, .high = high};
    drive(gpio);
}

void Gpio::write(std::size_t gpio, bool high)
{
    m_lines[gpio].high = high;
    if (m_lines[gpio].isOutput)
        drive(gpio);
}

void Gpio::disconnect(std::size_t gpio)
{
    setInput(gpio);
}

void Gpio::drive(std::size_t gpio)
{
    m_pads[gpio].setDrive(engine::digitalDrive(m_lines[gpio].mode, m_lines[gpio].high));
}

} // namespace perisphere::soc
