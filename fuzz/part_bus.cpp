// A part and whatever an app may send it: on I2C, SPI and UART, and by levels of its pins, in any
// order and at any time. The part goes on, and its state comes back the same.
//
// The input is the name of a part type, a line end, and steps: a byte that says which, and the
// bytes that it takes (see Step).

#include "perisphere/parts/part_json.hpp"
#include "perisphere/parts/part_type.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

using namespace perisphere;
using namespace std::chrono_literals;

namespace
{

enum class Step : std::uint8_t {
    I2cWrite, ///< START and an address
    I2cRead,
    I2cByte, ///< one byte to the target, or from it
    I2cStop,
    Spi,     ///< a byte and a mode
    Uart,    ///< a character
    Drive,   ///< a pin and its level
    Run,     ///< a time in microseconds
    Long,    ///< a time in milliseconds
    Restore, ///< the state, saved and given back
    Set,     ///< a property and a value
    Count
};

/// A machine with one part whose pins are all driven from outside.
class Bench
{
public:
    Bench(const parts::PartType& type, const parts::Configuration& configuration)
    {
        const parts::PartContext context{m_scheduler,  m_netlist, m_buses,       m_random,
                                         m_unmodelled, m_storage, m_surroundings};
        auto part = parts::makePart(context, type, "P1", configuration);
        if (!part)
            std::abort();
        m_part = std::move(*part);
        for (engine::Pin* pin : m_part->pins()) {
            m_outside.push_back(std::make_unique<engine::Pin>(m_netlist, pin->name() + ".outside"));
            m_wires.emplace_back(m_netlist, *pin, *m_outside.back());
        }
    }

    /// False when the input is at its end.
    bool step(std::span<const std::uint8_t>& input)
    {
        const auto take = [&]() -> std::uint8_t {
            if (input.empty())
                return 0;
            const std::uint8_t byte = input.front();
            input = input.subspan(1);
            return byte;
        };
        if (input.empty())
            return false;
        const std::uint8_t step = take() % static_cast<std::uint8_t>(Step::Count);
        const std::uint8_t first = take();
        const std::uint8_t second = take();
        run(static_cast<Step>(step), first, second);
        return true;
    }

private:
    void run(Step step, std::uint8_t first, std::uint8_t second)
    {
        switch (step) {
        case Step::I2cWrite:
            return startI2c(first, bus::I2cAccess::Write);
        case Step::I2cRead:
            return startI2c(first, bus::I2cAccess::Read);
        case Step::I2cByte:
            if (m_target != nullptr && m_access == bus::I2cAccess::Read)
                m_target->read();
            else if (m_target != nullptr && !m_target->write(first))
                m_target = nullptr;
            return;
        case Step::I2cStop:
            if (m_target != nullptr)
                m_target->stop();
            m_target = nullptr;
            return;
        case Step::Spi:
            for (bus::SpiPort* port : m_buses.spi().all())
                if (port->isSelected())
                    port->target().exchange(first, {.mode = bus::SpiMode(second % 4)});
            return;
        case Step::Uart:
            for (bus::UartPort* port : m_buses.uart().all())
                port->receiver().receive(std::span(&first, 1),
                                         {.baudRate = second < 128 ? 9600U : 115200U});
            return;
        case Step::Drive:
            m_outside.at(first % m_outside.size())->setDrive(driveOf(second));
            return;
        case Step::Run:
            return pass(1us * (first + 256 * second));
        case Step::Long:
            return pass(1ms * first);
        case Step::Restore:
            return restore();
        case Step::Set:
            return set(first, second);
        case Step::Count:
            return;
        }
    }

    static engine::Drive driveOf(std::uint8_t level)
    {
        if (level < 64)
            return engine::Drive::none();
        return engine::Drive::strong(engine::Voltage::millivolts(level < 128 ? 0 : level * 13));
    }

    void startI2c(std::uint8_t address, bus::I2cAccess access)
    {
        m_target = nullptr;
        m_access = access;
        for (bus::I2cPort* port : m_buses.i2c().all())
            if (m_target == nullptr && port->target().start(address & 0x7FU, access))
                m_target = &port->target();
    }

    void pass(engine::Duration time)
    {
        const auto done = m_scheduler.runUntil(engine::later(m_scheduler.now(), time));
        if (!done)
            std::abort();
    }

    void restore()
    {
        const json::Value before = parts::saveState(*m_part);
        if (!parts::restoreState(*m_part, before) || parts::saveState(*m_part) != before)
            std::abort();
    }

    void set(std::uint8_t which, std::uint8_t value)
    {
        const auto& all = m_part->properties().properties();
        engine::Property& property = *all.at(which % all.size());
        const engine::Range& range = property.description().range;
        const double low = range.minimum.value_or(0);
        const double high = range.maximum.value_or(255);
        const double number = low + (high - low) * value / 255;
        using engine::PropertyType;
        switch (property.description().type) {
        case PropertyType::Bool:
            static_cast<void>(property.setFromClient(value % 2 != 0));
            break;
        case PropertyType::Integer:
            static_cast<void>(property.setFromClient(static_cast<std::int64_t>(number)));
            break;
        case PropertyType::Number:
            static_cast<void>(property.setFromClient(number));
            break;
        case PropertyType::Choice: {
            const auto& choices = property.description().choices;
            static_cast<void>(property.setFromClient(choices.at(value % choices.size())));
            break;
        }
        default:
            break;
        }
    }

    engine::Scheduler m_scheduler;
    engine::Netlist m_netlist{m_scheduler};
    bus::Buses m_buses{m_netlist};
    engine::RandomSource m_random{1};
    engine::UnmodelledAccesses m_unmodelled{m_scheduler};
    parts::MemoryStorage m_storage;
    world::Surroundings m_surroundings;
    std::unique_ptr<parts::Part> m_part;
    std::vector<std::unique_ptr<engine::Pin>> m_outside;
    std::vector<engine::Wire> m_wires;
    bus::I2cTarget* m_target = nullptr; // that acknowledged the address
    bus::I2cAccess m_access = bus::I2cAccess::Write;
};

/// Small memories, so that an input takes little time.
parts::Configuration configurationOf(const parts::PartType& type)
{
    parts::Configuration configuration = parts::defaultConfiguration(type);
    if (type.name == "sd-card")
        configuration.set("mebibytes", 1.0);
    if (type.name == "w25q")
        configuration.set("megabits", 16.0);
    return configuration;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr int kMaxSteps = 2000;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos)
        return 0;
    const auto type = parts::findPartType(text.substr(0, end));
    if (!type)
        return 0;
    Bench bench(**type, configurationOf(**type));
    auto steps = std::span(data, size).subspan(end + 1);
    for (int i = 0; i < kMaxSteps && bench.step(steps); ++i) {
    }
    return 0;
}
