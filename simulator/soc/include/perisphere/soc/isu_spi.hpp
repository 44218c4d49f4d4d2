// An ISU as an SPI controller: half-duplex transfers under one chip select, in bus time.
#pragma once

#include "perisphere/engine/timer.hpp"
#include "perisphere/soc/spi_wires.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace perisphere::soc
{

enum class SpiSelect : std::uint8_t { A, B };

struct SpiSegment {
    bool isRead = false;
    std::size_t bytes = 0;
};

struct SpiTransfer {
    SpiSelect select = SpiSelect::A;
    bool isActiveHigh = false;
    bus::SpiShift shift;
    std::vector<SpiSegment> segments;
    std::vector<std::uint8_t> write; ///< of all write segments, in order
};

enum class SpiResult : std::uint8_t {
    Done,
    TimedOut, ///< there was no clock for kTimeout
};

class IsuSpi
{
public:
    /// After which the driver gives up a transfer that does not end.
    static constexpr engine::Duration kTimeout = std::chrono::seconds(10);

    static constexpr std::uint32_t kSourceHertz = 80'000'000;
    static constexpr std::uint32_t kMinimumDivider = 2;
    static constexpr std::uint32_t kMaximumDivider = 4000;

    /// What the divider makes of a request: the nearest clock not above it, within 20 kHz to 40
    /// MHz.
    [[nodiscard]] static std::uint32_t actualSpeed(std::uint32_t requestedHertz);

    IsuSpi(engine::Scheduler& scheduler, bus::Buses& buses, Pads& pads, unsigned isu);

    /// Takes the pads. A chip select drives its line inactive from select() on.
    void enable();
    void disable();
    void prepareSelect(SpiSelect select, bool isActiveHigh);
    void releaseSelect(SpiSelect select);

    /// Bytes read, of all read segments.
    using Done = engine::MoveOnlyFunction<void(SpiResult, std::span<const std::uint8_t> read)>;

    /// isBusy() must not hold. Calls `done` after chip select is inactive again.
    void transfer(SpiTransfer transfer, Done done);
    [[nodiscard]] bool isBusy() const { return m_current.has_value(); }

    /// Gives up the transfer under way; its `done` is not called.
    void abort();

private:
    struct Current {
        SpiTransfer transfer;
        Done done;
        std::vector<std::uint8_t> read;
        std::size_t segment = 0;
        std::size_t atInSegment = 0;
        std::size_t atInWrite = 0;
        SpiResult result = SpiResult::Done;
    };

    void step();
    [[nodiscard]] bool skipFinishedSegments();
    void setSelect(SpiSelect select, bool isActive, bool isActiveHigh);
    void waitForByte();
    void finish();

    SpiWires m_wires;
    engine::Timer m_timer;
    std::optional<Current> m_current;
};

} // namespace perisphere::soc
