// The bits of what passes on the buses, as levels of the recorded pins.
//
// Bytes pass whole on a simulated bus, and its nets stand still meanwhile (docs/fidelity.md). A
// logic analyser shows what they would have done: when a byte has passed, its edges are recorded
// where they would have been.
#pragma once

#include "perisphere/bus/buses.hpp"
#include "perisphere/engine/net.hpp"
#include "perisphere/engine/trace.hpp"
#include "perisphere/soc/pads.hpp"

#include <map>
#include <optional>
#include <vector>

namespace perisphere::runtime
{

/// Machine thread only.
class BusWaveforms final : public bus::TrafficObserver
{
public:
    /// All outlive it.
    struct Board {
        const engine::Scheduler& scheduler;
        engine::Netlist& netlist;
        bus::Buses& buses;
        soc::Pads& pads;
    };
    /// Of the pins that `recorder` watches. Characters on a UART that take no time are not shown.
    BusWaveforms(const Board& board, engine::TraceRecorder& recorder, bool isUartPaced);
    BusWaveforms(const BusWaveforms&) = delete;
    BusWaveforms& operator=(const BusWaveforms&) = delete;
    ~BusWaveforms() override;

    // bus::TrafficObserver
    void i2cBegan(unsigned block) override;
    void i2cAddressed(unsigned block, std::uint8_t address, bus::I2cAccess access,
                      bool isAcknowledged) override;
    void i2cPassed(unsigned block, std::uint8_t byte, bool isAcknowledged) override;
    void i2cEnded(unsigned block) override;
    void spiBegan(unsigned block) override;
    void spiPassed(unsigned block, std::uint8_t mosi, std::uint8_t miso,
                   const bus::SpiShift& shift) override;
    void spiEnded(unsigned block) override;
    void uartSent(const engine::Pin& transmitPin, std::span<const std::uint8_t> characters,
                  const bus::UartFormat& format) override;

private:
    struct Watched {
        engine::Pin* pin = nullptr;
        std::uint32_t signal = 0;
    };
    using Line = std::vector<Watched>; ///< the recorded pins of a net

    /// A clock of an I2C bus: data changes at its begin, the clock is high in its second half.
    struct Slot {
        engine::VirtualTime begin;
        engine::Duration length{};
    };
    struct I2c {
        Line clock;
        Line data;
        engine::VirtualTime last; ///< when the clock fell last, or the START
        bool isAddressed = false; ///< once; then a START is a repeated one
        bool isReading = false;
        std::optional<Slot> acknowledgement; ///< of the controller, which is known by what follows
    };
    struct Spi {
        Line clock;
        Line mosi;
        Line miso;
        engine::VirtualTime last;
    };

    [[nodiscard]] Line lineOf(const engine::Pin& pin) const;
    void put(const Line& line, engine::VirtualTime at, bool isHigh);
    void putBit(I2c& bus, const Slot& slot, bool isHigh);
    void putByte(I2c& bus, engine::Duration slot, std::uint8_t byte);
    void acknowledge(I2c& bus, bool isAcknowledged);

    const engine::Scheduler& m_scheduler;
    bus::Buses& m_buses;
    soc::Pads& m_pads;
    engine::TraceRecorder& m_recorder;
    bool m_isUartPaced;
    std::vector<Watched> m_watched;
    std::map<unsigned, I2c> m_i2c; ///< under way, by block
    std::map<unsigned, Spi> m_spi;
};

} // namespace perisphere::runtime
