// Talking to parts over their buses, as an app's driver does.
#pragma once

#include "bench.hpp"

#include <initializer_list>

namespace perisphere::parts
{

using Bytes = std::vector<std::uint8_t>;

/// A controller on I2C, wired to one part.
class I2cDriver
{
public:
    I2cDriver(Bench& bench, Part& part, std::uint8_t address)
        : m_bench(bench)
        , m_scl(bench.chipPin("MT3620.GPIO37"))
        , m_sda(bench.chipPin("MT3620.GPIO38"))
        , m_address(address)
    {
        bench.wire(m_scl, pinOf(part, "SCL"));
        bench.wire(m_sda, pinOf(part, "SDA"));
    }

    bool probe(std::uint8_t address) { return select(address, bus::I2cAccess::Write) != nullptr; }

    /// False when a byte was not acknowledged.
    bool send(const Bytes& bytes)
    {
        bus::I2cTarget* target = select(m_address, bus::I2cAccess::Write);
        if (target == nullptr)
            return false;
        bool acknowledged = true;
        for (const std::uint8_t byte : bytes)
            acknowledged = acknowledged && target->write(byte);
        target->stop();
        return acknowledged;
    }
    void write(std::uint8_t reg, std::uint8_t value) { REQUIRE(send({reg, value})); }

    Bytes read(std::uint8_t reg, std::size_t count)
    {
        bus::I2cTarget* target = select(m_address, bus::I2cAccess::Write);
        REQUIRE(target != nullptr);
        REQUIRE(target->write(reg));
        REQUIRE(target->start(m_address, bus::I2cAccess::Read));
        Bytes bytes;
        while (bytes.size() < count)
            bytes.push_back(target->read());
        target->stop();
        return bytes;
    }
    std::uint8_t read(std::uint8_t reg) { return read(reg, 1)[0]; }
    /// Little-endian.
    std::int16_t read16(std::uint8_t reg)
    {
        const Bytes bytes = read(reg, 2);
        return static_cast<std::int16_t>(bytes[0] | bytes[1] << 8);
    }

private:
    bus::I2cTarget* select(std::uint8_t address, bus::I2cAccess access)
    {
        for (bus::I2cTarget* target : m_bench.buses.i2cTargets(m_scl, m_sda))
            if (target->start(address, access))
                return target;
        return nullptr;
    }

    Bench& m_bench;
    engine::Pin& m_scl;
    engine::Pin& m_sda;
    std::uint8_t m_address;
};

/// A controller on SPI, wired to one part.
class SpiDriver
{
public:
    /// How the part's datasheet calls its clock and chip select.
    struct Names {
        std::string_view clock = "CLK";
        std::string_view select = "/CS";
    };

    SpiDriver(Bench& bench, Part& part)
        : SpiDriver(bench, part, Names{})
    {
    }
    SpiDriver(Bench& bench, Part& part, const Names& names)
        : m_bench(bench)
        , m_clock(bench.chipPin("MT3620.GPIO31"))
        , m_select(bench.chipPin("MT3620.GPIO34"))
    {
        bench.wire(m_clock, pinOf(part, names.clock));
        bench.wire(m_select, pinOf(part, names.select));
        select(false);
    }

    /// Sends `out`, then reads `count` bytes, in one chip select.
    Bytes transfer(const Bytes& out, std::size_t count = 0, bus::SpiMode mode = bus::SpiMode::Mode0)
    {
        select(true);
        Bytes in;
        for (const std::uint8_t byte : out)
            exchange(byte, mode);
        while (in.size() < count)
            in.push_back(exchange(0, mode));
        select(false);
        return in;
    }

    void select(bool selected)
    {
        m_select.setDrive(engine::digitalDrive(engine::OutputMode::PushPull, !selected));
    }
    std::uint8_t exchange(std::uint8_t byte, bus::SpiMode mode = bus::SpiMode::Mode0)
    {
        for (bus::SpiPort* port : m_bench.buses.spiPorts(m_clock))
            if (port->isSelected())
                return port->target().exchange(
                    byte, {mode, bus::SpiBitOrder::MostSignificantFirst, 8'000'000});
        return 0xFF;
    }

private:
    Bench& m_bench;
    engine::Pin& m_clock;
    engine::Pin& m_select;
};

} // namespace perisphere::parts
