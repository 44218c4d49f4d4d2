// An ISU's SPI controller as the real-time cores see it: up to 4 bytes of command and 32 of data
// a transfer, half or full duplex, from registers or from groups of words that the DMA brings.
#pragma once

#include "perisphere/engine/timer.hpp"
#include "perisphere/soc/registers/lines.hpp"
#include "perisphere/soc/registers/register_block.hpp"
#include "perisphere/soc/spi_wires.hpp"

#include <array>
#include <string>

namespace perisphere::soc
{

/// At ISU + 0x300.
class SpiRegisters final : public RegisterBlock
{
public:
    static constexpr std::uint32_t kOffsetInIsu = 0x300;
    static constexpr std::uint32_t kBytes = 0x100;
    static constexpr std::size_t kDataBytes = 32;
    static constexpr std::size_t kDuplexBytes = 16;
    static constexpr std::size_t kCommandBytes = 4;

    [[nodiscard]] static constexpr unsigned interruptOf(unsigned isu) { return 45 + 4 * isu; }

    /// `name`: "ISU1.SPI". All of the others outlive it.
    SpiRegisters(engine::Scheduler& scheduler, bus::Buses& buses, Pads& pads, InterruptLines& lines,
                 DmaRequests& requests, unsigned isu, std::string name);

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] std::span<const RegisterInfo> registers() const override;
    std::uint32_t read(std::uint32_t offset) override;
    void write(std::uint32_t offset, std::uint32_t value) override;
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override;
    void reset() override;
    void exchange(engine::Snapshot& snapshot) override;

    /// The ISU's software reset: registers take their reset values; pads in use stay driven, at
    /// rest.
    void softwareReset();

private:
    enum class Phase : std::uint8_t { Idle, Select, Shift, End, Hung };
    struct State {
        std::array<std::uint32_t, kBytes / 4> stored{}; ///< as written
        bool isDone = false;                            ///< SCSR, until it is read
        // Pads that are driven.
        bool hasPads = false;
        std::array<bool, SpiWires::kSelectCount> hasSelect{};
        std::array<bool, SpiWires::kSelectCount> selectLevel{};
        // The transfer under way: what goes out, and from where on something comes in.
        Phase phase = Phase::Idle;
        std::array<std::uint8_t, kCommandBytes + 2 * kDataBytes> sent{};
        std::array<std::uint8_t, kDataBytes> received{};
        std::uint32_t bytes = 0;
        std::uint32_t firstReceived = 0;
        std::uint32_t at = 0;
        bool isDuplex = false;
        std::uint32_t select = 0;
        std::uint32_t divider = 0; ///< a bit takes so many times 12.5 ns
        bus::SpiShift shift;
        engine::VirtualTime since;
        std::int64_t bits = 0;
        // DMA mode.
        std::uint32_t groupWord = 0; ///< next of the 13 of a group
        std::uint32_t wordsToGive = 0;
        std::uint32_t wordsGiven = 0;
    };

    // The transfer (spi_transfer.cpp).
    void beginTransfer();
    void prepareBytes();
    void step();
    void shiftByte();
    void finish();
    void afterBits(std::int64_t bits);
    void takePads();
    void driveSelect(std::size_t select, bool isHigh);
    void driveRestingSelects(std::uint32_t changedPolarity);
    [[nodiscard]] bool selectLevelOf(std::size_t select, bool isActive) const;
    /// After a restore. Pads that neither the present nor the past had are left to others.
    void restorePads(bool hadPads, const std::array<bool, SpiWires::kSelectCount>& hadSelect);

    void writeDataPort(std::uint32_t value);
    [[nodiscard]] std::uint32_t stored(std::uint32_t offset) const
    {
        return m_state.stored[offset / 4];
    }
    [[nodiscard]] bool isDmaMode() const;
    void update();
    void setRequest(unsigned channel, bool isHigh, bool& current);

    engine::Scheduler& m_scheduler;
    std::string m_name;
    InterruptLines& m_lines;
    DmaRequests& m_requests;
    unsigned m_isu;
    State m_state;
    bool m_isInterrupting = false;
    bool m_wantsTransmit = false;
    bool m_wantsReceive = false;
    SpiWires m_wires;
    engine::Timer m_timer;
};

} // namespace perisphere::soc
