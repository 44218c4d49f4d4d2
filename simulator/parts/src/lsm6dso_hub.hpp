// The LSM6DSO's sensor hub: a controller for up to four devices on the auxiliary bus SCx/SDx,
// started by data-ready. Models the slave registers, write-once, output registers, NACK flags, the
// time of the transfers and pass-through. START_CONFIG (trigger from INT2) is not modelled.
#pragma once

#include "lsm6dso_registers.hpp"
#include "perisphere/bus/buses.hpp"
#include "perisphere/engine/move_only_function.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/state_archive.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace perisphere::parts::lsm6dso
{

class Hub
{
public:
    struct Pins {
        engine::Pin& scl;
        engine::Pin& sda;
        engine::Pin& auxiliaryScl;
        engine::Pin& auxiliarySda;
    };
    /// What a slave gave, when its words go to the FIFO.
    using Batch = engine::MoveOnlyFunction<void(unsigned slave, std::span<const std::uint8_t>)>;

    Hub(engine::Scheduler& scheduler, engine::Netlist& netlist, bus::Buses& buses, const Pins& pins,
        Batch batch);

    std::uint8_t readRegister(std::uint8_t address);
    void writeRegister(std::uint8_t address, std::uint8_t value);
    [[nodiscard]] std::uint8_t status() const { return m_registers[STATUS_MASTER]; }

    /// A sample of the sensor that triggers the hub, which runs at this rate.
    void trigger(double hertz);
    void reset();
    void archive(StateArchive& archive);

private:
    [[nodiscard]] bool isOn() const { return (m_registers[MASTER_CONFIG] & kMasterOn) != 0; }
    [[nodiscard]] unsigned slaves() const { return (m_registers[MASTER_CONFIG] & 3U) + 1; }
    [[nodiscard]] std::size_t transferBytes() const;
    void run();
    void runSlave(unsigned slave);
    bool writeSlave(std::uint8_t address, std::uint8_t subAddress);
    bool readSlave(std::uint8_t address, std::uint8_t subAddress, std::span<std::uint8_t> data);
    bus::I2cTarget* select(std::uint8_t address, bus::I2cAccess access);
    void setPassThrough();

    bus::Buses& m_buses;
    Pins m_pins;
    Batch m_batch;
    engine::Wire m_passScl;
    engine::Wire m_passSda;
    engine::Timer m_done;
    std::array<std::uint8_t, 0x23> m_registers{};
    std::uint8_t m_outputAt = SENSOR_HUB_1; // where the next byte read goes
    std::uint32_t m_triggers = 0;
};

} // namespace perisphere::parts::lsm6dso
