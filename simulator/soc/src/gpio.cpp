#include "perisphere/soc/gpio.hpp"

namespace perisphere::soc
{

void Gpio::setInput(std::size_t gpio)
{
    m_lines[gpio].isOutput = false;
    if (!m_lines[gpio].isLent)
        m_pads[gpio].setDrive(engine::Drive::none());
}

void Gpio::setOutput(std::size_t gpio, engine::OutputMode mode, bool high)
{
    Line& line = m_lines[gpio];
    line.isOutput = true;
    line.mode = mode;
    line.high = high;
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

void Gpio::giveBack(std::size_t gpio)
{
    m_lines[gpio].isLent = false;
    if (m_lines[gpio].isOutput)
        drive(gpio);
}

void Gpio::exchange(std::size_t gpio, engine::Snapshot& snapshot)
{
    const bool wasOutput = m_lines[gpio].isOutput;
    snapshot.exchange(m_lines[gpio]);
    if (snapshot.isSaving())
        return;
    if (m_lines[gpio].isOutput)
        drive(gpio);
    else if (wasOutput && !m_lines[gpio].isLent) // else the pad is another function's
        m_pads[gpio].setDrive(engine::Drive::none());
}

void Gpio::drive(std::size_t gpio)
{
    if (m_lines[gpio].isLent)
        return;
    m_pads[gpio].setDrive(engine::digitalDrive(m_lines[gpio].mode, m_lines[gpio].high));
}

} // namespace perisphere::soc
