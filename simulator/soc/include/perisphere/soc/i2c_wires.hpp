// What an I2C controller does on its two lines, byte by byte. Its user keeps the time.
#pragma once

#include "perisphere/bus/buses.hpp"
#include "perisphere/engine/snapshot.hpp"
#include "perisphere/soc/pads.hpp"

#include <cstdint>
#include <vector>

namespace perisphere::soc
{

class I2cWires
{
public:
    enum class Answer : std::uint8_t {
        Acknowledged,
        NoAcknowledge,
        ArbitrationLost,
        ClockHeld, ///< for ever: nothing more happens before stop()
    };

    I2cWires(bus::Buses& buses, Pads& pads, unsigned isu);

    /// Takes the pads: neither line is driven.
    void release();

    /// A floating line is an idle one: boards do not always show their pull-ups.
    [[nodiscard]] bool isHeldLow() const;

    /// Before the first START of a transaction: who is on the bus.
    void begin();
    /// The end of an address phase.
    [[nodiscard]] Answer address(std::uint8_t address, bus::I2cAccess access);
    /// After an address that was acknowledged.
    [[nodiscard]] bool write(std::uint8_t byte);
    [[nodiscard]] std::uint8_t read();
    /// The end of the transaction, in whatever state.
    void stop();

    [[nodiscard]] engine::Pin& scl() { return m_scl; }
    [[nodiscard]] engine::Pin& sda() { return m_sda; }

    /// The targets themselves are found through the wiring, which has to be as it was.
    void exchange(engine::Snapshot& snapshot);

private:
    [[nodiscard]] Answer answerOf(std::uint8_t address, bus::I2cAccess access);

    bus::Buses& m_buses;
    unsigned m_isu;
    engine::Pin& m_scl;
    engine::Pin& m_sda;
    std::vector<bus::I2cTarget*> m_targets;
    bus::I2cTarget* m_target = nullptr; ///< that acknowledged
};

} // namespace perisphere::soc
