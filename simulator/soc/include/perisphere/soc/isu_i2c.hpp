// An ISU as an I2C controller: one transfer at a time, byte by byte in bus time.
#pragma once

#include "perisphere/engine/timer.hpp"
#include "perisphere/soc/i2c_wires.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace perisphere::soc
{

enum class I2cResult : std::uint8_t {
    Done,
    NoAcknowledge, ///< of the address or a byte written
    BusBusy,       ///< SCL or SDA is held low at the START
    ArbitrationLost,
};

struct I2cTransfer {
    std::uint8_t address = 0; ///< 7 bits
    std::vector<std::uint8_t> write;
    std::size_t readBytes = 0;
    bool hasWritePhase = true; ///< false: the transfer begins with the read
};

class IsuI2c
{
public:
    /// What the hardware clocks: 100 kHz, 400 kHz, 1 MHz.
    [[nodiscard]] static bool isSpeed(std::uint32_t hertz);

    IsuI2c(engine::Scheduler& scheduler, bus::Buses& buses, Pads& pads, unsigned isu);

    /// Takes the pads: both lines released.
    void enable();
    void disable();

    void setSpeed(std::uint32_t hertz) { m_bitTime = engine::Duration(1'000'000'000 / hertz); }

    using Done = engine::MoveOnlyFunction<void(I2cResult, std::span<const std::uint8_t> read)>;

    /// isBusy() must not hold. Calls `done` after the STOP; never, where the target holds the
    /// clock.
    void transfer(I2cTransfer transfer, Done done);
    [[nodiscard]] bool isBusy() const { return m_current.has_value(); }

    /// Gives up the transfer under way, with a STOP; its `done` is not called.
    void abort();

private:
    enum class Phase : std::uint8_t { WriteAddress, Write, ReadAddress, Read, Stop };
    struct Current {
        I2cTransfer transfer;
        Done done;
        std::vector<std::uint8_t> read;
        Phase phase = Phase::WriteAddress;
        std::size_t at = 0;
        I2cResult result = I2cResult::Done;
    };

    void step();
    void addressTargets(bus::I2cAccess access);
    void writeByte();
    void endWritePhase();
    void readByte();
    void beginStop(I2cResult result);
    void finish();
    void afterBits(unsigned bits);

    I2cWires m_wires;
    engine::Duration m_bitTime{10'000};
    engine::Timer m_timer;
    std::optional<Current> m_current;
};

} // namespace perisphere::soc
