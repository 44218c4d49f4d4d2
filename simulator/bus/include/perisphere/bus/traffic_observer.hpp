// Who watches the traffic on a device's buses: a timeline, a logic analyser. Changes nothing.
#pragma once

#include "perisphere/bus/i2c.hpp"
#include "perisphere/bus/spi.hpp"
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
    /// Of a byte that the controller reads it is not told whether it acknowledges it: it does all
    /// but the last.
    virtual void i2cPassed(unsigned block, std::uint8_t byte, bool isAcknowledged) = 0;
    /// The STOP, or whatever gave the transaction up. Also where none had begun.
    virtual void i2cEnded(unsigned block) = 0;

    virtual void spiBegan(unsigned block) = 0;
    virtual void spiPassed(unsigned block, std::uint8_t mosi, std::uint8_t miso,
                           const SpiShift& shift) = 0;
    virtual void spiEnded(unsigned block) = 0; ///< also where none had begun

    /// Characters whose last stop bit ends now.
    virtual void uartSent(const engine::Pin& transmitPin, std::span<const std::uint8_t> characters,
                          const UartFormat& format) = 0;
};

} // namespace perisphere::bus
