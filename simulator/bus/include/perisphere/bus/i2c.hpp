// I2C between a controller's pins and the targets on its nets, byte by byte.
//
// The bus is found through the wiring: a target hears what the controller whose SCL and SDA share
// nets with its own pins says. Bytes pass at the instants when their ninth clock ends; the levels
// of the two nets are those of an idle bus throughout (docs/fidelity.md).
#pragma once

#include "perisphere/bus/port_registry.hpp"
#include "perisphere/engine/pin.hpp"

#include <cstdint>

namespace perisphere::bus
{

enum class I2cAccess : std::uint8_t { Write, Read };

/// What an I2C device does. Bits are given as the data sheets do: addresses have 7 bits.
class I2cTarget
{
public:
    virtual ~I2cTarget() = default;

    /// After a START or repeated START: whether the device acknowledges this address.
    virtual bool start(std::uint8_t address, I2cAccess access) = 0;

    /// A byte from the controller; false does not acknowledge it.
    virtual bool write(std::uint8_t byte) = 0;

    /// The next byte for the controller. 0xFF is a bus that nobody pulls low.
    virtual std::uint8_t read() = 0;

    /// The STOP after an access to this device.
    virtual void stop() = 0;
};

class I2cPort;
using I2cPorts = PortList<I2cPort>;

/// A target's place on the board.
class I2cPort
{
public:
    I2cPort(I2cPorts& ports, engine::Pin& scl, engine::Pin& sda, I2cTarget& target)
        : m_ports(ports)
        , m_scl(scl)
        , m_sda(sda)
        , m_target(target)
    {
        m_ports.add(*this);
    }
    I2cPort(const I2cPort&) = delete;
    I2cPort& operator=(const I2cPort&) = delete;
    ~I2cPort() { m_ports.remove(*this); }

    [[nodiscard]] engine::Pin& scl() const { return m_scl; }
    [[nodiscard]] engine::Pin& sda() const { return m_sda; }
    [[nodiscard]] I2cTarget& target() const { return m_target; }

private:
    I2cPorts& m_ports;
    engine::Pin& m_scl;
    engine::Pin& m_sda;
    I2cTarget& m_target;
};

} // namespace perisphere::bus
