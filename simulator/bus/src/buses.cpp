#include "perisphere/bus/buses.hpp"

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

void Buses::transmit(const engine::Pin& transmitPin, std::span<const std::uint8_t> characters,
                     const UartFormat& format)
{
    // A copy: a receiver may change the wiring or make another.
    const std::vector<UartPort*> ports = m_uart.all();
    for (UartPort* port : ports)
        if (areOnOneNet(m_netlist, transmitPin, port->pin()))
            port->receiver().receive(characters, format);
}

} // namespace perisphere::bus
