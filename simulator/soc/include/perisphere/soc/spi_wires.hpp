// What an SPI controller does on its lines, byte by byte. Its user keeps the time.
#pragma once

#include "perisphere/bus/buses.hpp"
#include "perisphere/engine/snapshot.hpp"
#include "perisphere/soc/pads.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace perisphere::soc
{

class SpiWires
{
public:
    static constexpr std::size_t kSelectCount = 2; ///< A and B
    static constexpr std::uint8_t kUndriven = 0xFF;

    SpiWires(bus::Buses& buses, Pads& pads, unsigned isu);

    /// Takes the pads of the clock and the data out.
    void take();
    void release();

    void setSelect(std::size_t select, bool isHigh);
    void releaseSelect(std::size_t select);

    /// The clock at its polarity.
    void rest(bus::SpiMode mode);

    /// Before the first byte: who is on the bus; the clock rests at its polarity.
    /// @return false: the clock does not run
    [[nodiscard]] bool begin(bus::SpiMode mode);

    /// All selected targets hear the byte; where two answer, both drive MISO and low wins. A wire
    /// from MOSI to MISO brings back what is sent. Bytes are in the order of `shift`.
    [[nodiscard]] std::uint8_t exchange(std::uint8_t mosi, const bus::SpiShift& shift);
    void end();

    /// Who is on the bus is found through the wiring; pads are driven by whoever restores.
    void exchange(engine::Snapshot& snapshot);

private:
    void findPorts();

    bus::Buses& m_buses;
    unsigned m_isu;
    engine::Pin& m_clock;
    engine::Pin& m_mosi;
    engine::Pin& m_miso;
    std::array<engine::Pin*, kSelectCount> m_selects;
    std::vector<bus::SpiPort*> m_ports;
    bool m_isLoop = false; ///< MOSI is wired to MISO
};

} // namespace perisphere::soc
