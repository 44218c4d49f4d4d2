// The I2C side of a device with 8-bit register addresses: the first byte written is the address,
// further bytes go to registers, reads come from them.
#pragma once

#include "perisphere/bus/i2c.hpp"

#include <cstdint>

namespace perisphere::parts
{

/// What the registers do. Offsets are as the datasheet prints them.
class RegisterFile
{
public:
    virtual ~RegisterFile() = default;
    virtual std::uint8_t readRegister(std::uint8_t address) = 0;
    virtual void writeRegister(std::uint8_t address, std::uint8_t value) = 0;
    /// Where the next byte of the same access goes.
    [[nodiscard]] virtual std::uint8_t next(std::uint8_t address) const = 0;
};

class I2cRegisters final : public bus::I2cTarget
{
public:
    I2cRegisters(RegisterFile& registers, std::uint8_t address)
        : m_registers(registers)
        , m_address(address)
    {
    }

    bool start(std::uint8_t address, bus::I2cAccess access) override
    {
        m_expectsAddress = access == bus::I2cAccess::Write;
        return address == m_address;
    }

    bool write(std::uint8_t byte) override
    {
        if (m_expectsAddress) {
            m_at = byte;
            m_expectsAddress = false;
            return true;
        }
        const std::uint8_t at = m_at;
        m_at = m_registers.next(at);
        m_registers.writeRegister(at, byte);
        return true;
    }

    std::uint8_t read() override
    {
        const std::uint8_t at = m_at;
        m_at = m_registers.next(at);
        return m_registers.readRegister(at);
    }

    void stop() override {}

private:
    RegisterFile& m_registers;
    std::uint8_t m_address;
    std::uint8_t m_at = 0;
    bool m_expectsAddress = false;
};

} // namespace perisphere::parts
