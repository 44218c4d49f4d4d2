#include "perisphere/soc/registers/gpio_registers.hpp"

#include "gpio_banks.hpp"

#include <bit>

namespace perisphere::soc
{
namespace
{

/// PU and PD of the groups: a copy of fuses, which cannot be written.
constexpr std::uint32_t kPullFuses = 0xF0;

/// Calls `act` with each bit that is set, lowest first.
template <class Act>
void forEachBit(std::uint32_t bits, Act act)
{
    for (; bits != 0; bits &= bits - 1)
        act(static_cast<unsigned>(std::countr_zero(bits)));
}

engine::Drive pullDrive(bool isUp, bool isDown)
{
    if (isUp && isDown) // a divider of two equal resistors
        return engine::Drive::pull(engine::Voltage::microvolts(engine::kSupply3V3.microvolts() / 2),
                                   engine::Drive::kPullOhms / 2);
    if (isUp)
        return engine::Drive::pull(engine::kSupply3V3);
    return isDown ? engine::Drive::pull(engine::kGround) : engine::Drive::none();
}

} // namespace

GpioRegisters::GpioRegisters(const GpioBank& bank, Pads& pads, Gpio& gpio, BlockControl* control)
    : m_bank(bank)
    , m_gpio(gpio)
    , m_control(control)
    , m_pins((1U << bank.pinCount) - 1)
{
    for (unsigned bit = 0; bit < bank.pinCount; ++bit)
        if (hasPad(bank.gpios[bit])) {
            m_pads |= 1U << bit;
            m_pinOf[bit] = &pads[bank.gpios[bit]];
        }
}

GpioRegisters::GpioRegisters(const GpioBank& bank, Pads& pads, Gpio& gpio, IsuControl& control)
    : GpioRegisters(bank, pads, gpio)
{
    m_isuControl = &control;
}

std::span<const RegisterInfo> GpioRegisters::registers() const
{
    return gpioLayoutTable(m_bank.layout).registers;
}

GpioRegisters::Cell GpioRegisters::cellAt(std::uint32_t offset) const
{
    const auto& cells = gpioLayoutTable(m_bank.layout).cells;
    return offset / 4 < cells.size() ? cells[offset / 4] : Cell{};
}

std::uint32_t GpioRegisters::peek(std::uint32_t offset) const
{
    const Cell cell = cellAt(offset);
    // Drivers read, modify and write SET and RESET too: what they read must not act again.
    return cell.access == Access::Value ? value(cell.function) : 0;
}

std::uint32_t GpioRegisters::value(Function function) const
{
    switch (function) {
    case Function::Control:
        return control();
    case Function::Input:
        return levels();
    case Function::Output:
        return outputs();
    case Function::Oe:
        return directions();
    default:
        return stored(function);
    }
}

std::uint32_t GpioRegisters::control() const
{
    if (m_isuControl != nullptr)
        return m_isuControl->value;
    return m_control != nullptr ? m_control->value : stored(Function::Control);
}

void GpioRegisters::setControl(std::uint32_t value)
{
    if (m_isuControl != nullptr)
        m_isuControl->write(value);
    else if (m_control != nullptr)
        m_control->write(value);
    else
        stored(Function::Control) = value;
}

std::uint32_t GpioRegisters::levels() const
{
    // Without a pad: the own output, else the pull resistor.
    const std::uint32_t directed = stored(Function::Oe);
    std::uint32_t high =
        ((stored(Function::Output) & directed) | (stored(Function::Pu) & ~directed)) & m_pins &
        ~m_pads;
    forEachBit(m_pads, [&](unsigned bit) { high |= m_pinOf[bit]->isHigh() ? 1U << bit : 0U; });
    return high;
}

std::uint32_t GpioRegisters::outputs() const
{
    std::uint32_t high = stored(Function::Output);
    forEachBit(m_pads,
               [&](unsigned bit) { high |= m_gpio.isSetHigh(m_bank.gpios[bit]) ? 1U << bit : 0U; });
    return high;
}

std::uint32_t GpioRegisters::directions() const
{
    std::uint32_t out = stored(Function::Oe);
    forEachBit(m_pads,
               [&](unsigned bit) { out |= m_gpio.isOutput(m_bank.gpios[bit]) ? 1U << bit : 0U; });
    return out;
}

void GpioRegisters::write(std::uint32_t offset, std::uint32_t value)
{
    const Cell cell = cellAt(offset);
    switch (cell.access) {
    case Access::Value:
        set(cell.function, value);
        break;
    case Access::Set:
        set(cell.function, this->value(cell.function) | value);
        break;
    case Access::Reset:
        set(cell.function, this->value(cell.function) & ~value);
        break;
    }
}

void GpioRegisters::set(Function function, std::uint32_t value)
{
    switch (function) {
    case Function::None:
    case Function::Input: // a driver writes back what it read
    case Function::Count:
        return;
    case Function::Control:
        setControl(value);
        return;
    case Function::Output:
        setOutputs(value);
        return;
    case Function::Oe:
        setDirections(value);
        return;
    case Function::Pu:
    case Function::Pd: {
        if (m_bank.layout == GpioLayout::Group)
            value &= ~kPullFuses;
        const std::uint32_t changed = stored(function) ^ value;
        stored(function) = value;
        setPulls(changed & m_pads);
        return;
    }
    default:
        stored(function) = value;
    }
}

void GpioRegisters::setOutputs(std::uint32_t value)
{
    const std::uint32_t changed = outputs() ^ value;
    stored(Function::Output) = value & m_pins & ~m_pads;
    forEachBit(changed & m_pads,
               [&](unsigned bit) { m_gpio.write(m_bank.gpios[bit], (value >> bit & 1U) != 0); });
}

void GpioRegisters::setDirections(std::uint32_t value)
{
    const std::uint32_t changed = directions() ^ value;
    stored(Function::Oe) = value & m_pins & ~m_pads;
    forEachBit(changed & m_pads, [&](unsigned bit) {
        const std::size_t gpio = m_bank.gpios[bit];
        if ((value >> bit & 1U) != 0)
            m_gpio.setOutput(gpio, engine::OutputMode::PushPull, m_gpio.isSetHigh(gpio));
        else
            m_gpio.setInput(gpio);
    });
}

void GpioRegisters::setPulls(std::uint32_t pins)
{
    forEachBit(pins, [&](unsigned bit) {
        m_pinOf[bit]->setPull(pullDrive((stored(Function::Pu) >> bit & 1U) != 0,
                                        (stored(Function::Pd) >> bit & 1U) != 0));
    });
}

void GpioRegisters::reset()
{
    m_stored = {};
    if (m_control != nullptr)
        m_control->value = m_control->resetValue;
    if (m_isuControl != nullptr)
        m_isuControl->reset();
    setDirections(0);
    setOutputs(0);
    setPulls(m_pads);
}

void GpioRegisters::exchange(engine::Snapshot& snapshot)
{
    snapshot.exchange(m_stored);
    if (m_control != nullptr)
        snapshot.exchange(m_control->value);
    if (m_isuControl != nullptr)
        snapshot.exchange(m_isuControl->value);
    forEachBit(m_pads, [&](unsigned bit) { m_gpio.exchange(m_bank.gpios[bit], snapshot); });
    if (!snapshot.isSaving())
        setPulls(m_pads);
}

} // namespace perisphere::soc
