#include "perisphere/bus/buses.hpp"

#include <algorithm>

namespace perisphere::bus
{

std::vector<I2cTarget*> Buses::i2cTargets(const engine::Pin& scl, const engine::Pin& sda) const
{
    std::vector<I2cTarget*> targets;
    for (const I2cPort* port : m_i2c.all())
        if (areOnOneNet(m_netlist, scl, port->scl()) && areOnOneNet(m_netlist, sda, port->sda()))
            targets.push_back(&port->target());
    return targets;
}

std::vector<SpiPort*> Buses::spiPorts(const engine::Pin& clock) const
{
    std::vector<SpiPort*> ports;
    for (SpiPort* port : m_spi.all())
        if (areOnOneNet(m_netlist, clock, port->pins().clock))
            ports.push_back(port);
    return ports;
}

I2cFate Buses::fateOf(const engine::Pin& clock, std::uint8_t address)
{
    I2cFate fate = I2cFate::Proceeds;
    for (I2cDisturbance* one : m_disturbances.i2c.all())
        fate = std::max(fate, one->fate(clock, address));
    return fate;
}

bool Buses::isClockStopped(const engine::Pin& clock)
{
    bool isStopped = false;
    for (SpiDisturbance* one : m_disturbances.spi.all())
        isStopped = one->stopsClock(clock) || isStopped;
    return isStopped;
}

std::uint8_t Buses::received(const engine::Pin& clock, std::uint8_t miso)
{
    for (SpiDisturbance* one : m_disturbances.spi.all())
        miso = one->disturbed(clock, miso);
    return miso;
}

UartFate Buses::fateOf(const engine::Pin& transmitPin)
{
    UartFate fate = UartFate::Arrives;
    for (UartDisturbance* one : m_disturbances.uart.all())
        fate = std::max(fate, one->fate(transmitPin)); // lost is worst
    return fate;
}

void Buses::transmit(const engine::Pin& transmitPin, std::span<const std::uint8_t> characters,
                     const UartFormat& format)
{
    for (TrafficObserver* const observer : m_observers)
        observer->uartSent(transmitPin, characters, format);
    if (m_disturbances.uart.all().empty()) {
        deliver(transmitPin, characters, format);
        return;
    }
    // Of another length no receiver of this format finds the stop bit.
    UartFormat broken = format;
    broken.dataBits = format.dataBits == 8 ? 7 : 8;
    for (const std::uint8_t& character : characters) {
        const UartFate fate = fateOf(transmitPin);
        if (fate != UartFate::Lost)
            deliver(transmitPin, std::span(&character, 1),
                    fate == UartFate::Arrives ? format : broken);
    }
}

void Buses::deliver(const engine::Pin& transmitPin, std::span<const std::uint8_t> characters,
                    const UartFormat& format)
{
    // A copy: a receiver may change the wiring or make another.
    const std::vector<UartPort*> ports = m_uart.all();
    for (UartPort* port : ports)
        if (areOnOneNet(m_netlist, transmitPin, port->pin()))
            port->receiver().receive(characters, format);
}

} // namespace perisphere::bus
