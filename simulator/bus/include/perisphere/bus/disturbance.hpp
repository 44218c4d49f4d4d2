// What disturbs the traffic on a device's buses: faults that somebody injects.
#pragma once

#include "perisphere/bus/port_registry.hpp"
#include "perisphere/engine/pin.hpp"

#include <cstdint>

namespace perisphere::bus
{

// A disturbance joins its list at its construction and leaves it at its destruction. Machine thread
// only.

class I2cDisturbance;
class SpiDisturbance;
class UartDisturbance;

/// Asked by controllers.
struct Disturbances {
    PortList<I2cDisturbance> i2c;
    PortList<SpiDisturbance> spi;
    PortList<UartDisturbance> uart;
};

/// What becomes of a transfer at its START; the worst of several counts.
enum class I2cFate : std::uint8_t {
    Proceeds,
    NoAcknowledge,
    ArbitrationLost, ///< to another controller
    ClockHeld,       ///< by the target, for ever
};

class I2cDisturbance
{
public:
    explicit I2cDisturbance(Disturbances& disturbances)
        : m_list(disturbances.i2c)
    {
        m_list.add(*this);
    }
    I2cDisturbance(const I2cDisturbance&) = delete;
    I2cDisturbance& operator=(const I2cDisturbance&) = delete;
    virtual ~I2cDisturbance() { m_list.remove(*this); }

    /// Asked once a START, whichever bus has the clock pin and whoever is on it.
    virtual I2cFate fate(const engine::Pin& clock, std::uint8_t address) = 0;

private:
    PortList<I2cDisturbance>& m_list;
};

class SpiDisturbance
{
public:
    explicit SpiDisturbance(Disturbances& disturbances)
        : m_list(disturbances.spi)
    {
        m_list.add(*this);
    }
    SpiDisturbance(const SpiDisturbance&) = delete;
    SpiDisturbance& operator=(const SpiDisturbance&) = delete;
    virtual ~SpiDisturbance() { m_list.remove(*this); }

    /// What the controller reads in place of the byte.
    virtual std::uint8_t disturbed(const engine::Pin& clock, std::uint8_t miso)
    {
        static_cast<void>(clock);
        return miso;
    }
    /// Whether a transfer that begins now does not get its clock. Asked once a transfer.
    virtual bool stopsClock(const engine::Pin& clock)
    {
        static_cast<void>(clock);
        return false;
    }

private:
    PortList<SpiDisturbance>& m_list;
};

enum class UartFate : std::uint8_t {
    Arrives,
    FramingError, ///< every receiver finds no stop bit
    Lost,
};

class UartDisturbance
{
public:
    explicit UartDisturbance(Disturbances& disturbances)
        : m_list(disturbances.uart)
    {
        m_list.add(*this);
    }
    UartDisturbance(const UartDisturbance&) = delete;
    UartDisturbance& operator=(const UartDisturbance&) = delete;
    virtual ~UartDisturbance() { m_list.remove(*this); }

    /// What becomes of one character that this pin sends.
    virtual UartFate fate(const engine::Pin& transmitPin) = 0;

private:
    PortList<UartDisturbance>& m_list;
};

} // namespace perisphere::bus
