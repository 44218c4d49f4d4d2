// All buses of one device.
#pragma once

#include "perisphere/bus/disturbance.hpp"
#include "perisphere/bus/i2c.hpp"
#include "perisphere/bus/spi.hpp"
#include "perisphere/bus/traffic_observer.hpp"
#include "perisphere/bus/uart.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace perisphere::bus
{

/// Outlives the parts and peripherals that use it. Machine thread only.
class Buses
{
public:
    explicit Buses(const engine::Netlist& netlist)
        : m_netlist(netlist)
    {
    }

    [[nodiscard]] I2cPorts& i2c() { return m_i2c; }
    [[nodiscard]] SpiPorts& spi() { return m_spi; }
    [[nodiscard]] UartPorts& uart() { return m_uart; }
    [[nodiscard]] Disturbances& disturbances() { return m_disturbances; }
    /// They outlive the buses, or take themselves away.
    void addObserver(TrafficObserver& observer) { m_observers.push_back(&observer); }
    void removeObserver(TrafficObserver& observer) { std::erase(m_observers, &observer); }
    [[nodiscard]] const std::vector<TrafficObserver*>& observers() const { return m_observers; }

    /// What faults make of a START. Once a START.
    [[nodiscard]] I2cFate fateOf(const engine::Pin& clock, std::uint8_t address);
    /// Whether a fault keeps the clock from a transfer. Once a transfer.
    [[nodiscard]] bool isClockStopped(const engine::Pin& clock);
    /// A byte from the targets on its way to the controller.
    [[nodiscard]] std::uint8_t received(const engine::Pin& clock, std::uint8_t miso);

    /// Whether a wire without resistance joins the two pins.
    [[nodiscard]] bool areWired(const engine::Pin& a, const engine::Pin& b) const
    {
        return areOnOneNet(m_netlist, a, b);
    }

    /// The targets whose SCL and SDA are wired to these pins, in the order of their making.
    [[nodiscard]] std::vector<I2cTarget*> i2cTargets(const engine::Pin& scl,
                                                     const engine::Pin& sda) const;

    /// The ports whose clock and data lines are wired to these pins, selected or not. A target may
    /// leave MOSI or MISO unwired.
    [[nodiscard]] std::vector<SpiPort*> spiPorts(const engine::Pin& clock) const;

    /// Delivers characters to every receiver on the transmitter's net.
    void transmit(const engine::Pin& transmitPin, std::span<const std::uint8_t> characters,
                  const UartFormat& format);
    void transmit(const engine::Pin& transmitPin, std::uint8_t character, const UartFormat& format)
    {
        transmit(transmitPin, std::span(&character, 1), format);
    }

private:
    [[nodiscard]] UartFate fateOf(const engine::Pin& transmitPin);
    void deliver(const engine::Pin& transmitPin, std::span<const std::uint8_t> characters,
                 const UartFormat& format);

    const engine::Netlist& m_netlist;
    I2cPorts m_i2c;
    SpiPorts m_spi;
    UartPorts m_uart;
    Disturbances m_disturbances;
    std::vector<TrafficObserver*> m_observers; ///< mostly none
};

} // namespace perisphere::bus
