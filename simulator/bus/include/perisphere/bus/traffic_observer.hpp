// Who watches the traffic on a device's buses: a timeline. Changes nothing.
#pragma once

#include "perisphere/bus/i2c.hpp"
#include "perisphere/bus/uart.hpp"
#include "perisphere/engine/pin.hpp"

#include <cstdint>
#include <span>

namespace perisphere::bus
{

/// Told by controllers, at the instants at which it is so on the wires. `block` is the number of a
/// controller's serial block.
class TrafficObserver
{
public:
    virtual ~TrafficObserver() = default;

    /// The first START of a transaction.
    virtual void i2cBegan(unsigned block) = 0;
    virtual void i2cAddressed(unsigned block, std::uint8_t address, I2cAccess access,
                              bool isAcknowledged) = 0;
    virtual void i2cPassed(unsigned block, std::uint8_t byte) = 0;
    /// The STOP, or whatever gave the transaction up. Also where none had begun.
    virtual void i2cEnded(unsigned block) = 0;

    virtual void spiBegan(unsigned block) = 0;
    virtual void spiPassed(unsigned block, std::uint8_t mosi, std::uint8_t miso) = 0;
    virtual void spiEnded(unsigned block) = 0; ///< also where none had begun

    /// Characters whose last stop bit ends now.
    virtual void uartSent(const engine::Pin& transmitPin, std::span<const std::uint8_t> characters,
                          const UartFormat& format) = 0;
};

} // namespace perisphere::bus
