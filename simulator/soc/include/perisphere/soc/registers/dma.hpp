// The DMA controller of a real-time core: 30 channels (half-size, full-size, virtual FIFO) and one
// interrupt.
#pragma once

#include "perisphere/engine/scheduler.hpp"
#include "perisphere/soc/registers/lines.hpp"
#include "perisphere/soc/registers/register_block.hpp"

#include <array>
#include <memory>
#include <string>

namespace perisphere::soc
{

class DmaChannel;

class Dma final : public RegisterBlock, public DmaRequests
{
public:
    static constexpr unsigned kChannelCount = 30;
    static constexpr unsigned kInterrupt = 77;
    static constexpr std::uint32_t kBytes = 0x5000;

    // Channels by use.
    static constexpr unsigned kMemoryToMemory = 12;
    [[nodiscard]] static constexpr unsigned isuTransmit(unsigned isu) { return 2 * isu; }
    [[nodiscard]] static constexpr unsigned isuReceive(unsigned isu) { return 2 * isu + 1; }
    [[nodiscard]] static constexpr unsigned uartTransmitFifo(unsigned isu) { return 13 + 2 * isu; }
    [[nodiscard]] static constexpr unsigned uartReceiveFifo(unsigned isu) { return 14 + 2 * isu; }

    /// HCLK cycles that one transfer takes, whatever its size (unconfirmed).
    static constexpr unsigned kCyclesPerTransfer = 4;

    /// `memory` and `lines` outlive it.
    Dma(engine::Scheduler& scheduler, BusMemory& memory, InterruptLines& lines,
        std::string name = "DMA");
    ~Dma() override;

    /// The clock of the bus, not 0; 26 MHz until then.
    void setHclk(std::uint32_t hertz);

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] std::span<const RegisterInfo> registers() const override;
    std::uint32_t read(std::uint32_t offset) override;
    void write(std::uint32_t offset, std::uint32_t value) override;
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override;
    void reset() override;
    void exchange(engine::Snapshot& snapshot) override;

    void setRequest(unsigned channel, bool isHigh) override;

private:
    /// Registers of the global block that hold what is written.
    struct Global {
        std::uint32_t notReset = 0xFFFF'FFFF; ///< CH_RST, active low
        std::uint32_t clocks = 0;             ///< CH_EN
        std::array<std::uint32_t, 0x60 / 4> stored{};
    };

    void writeGlobal(std::uint32_t offset, std::uint32_t value);
    void writeChannelReset(std::uint32_t value);
    [[nodiscard]] std::uint32_t globalStatus(unsigned firstChannel) const;
    void updateIrq();

    std::string m_name;
    InterruptLines& m_lines;
    std::uint32_t m_hclk = 26'000'000;
    Global m_global;
    std::array<std::unique_ptr<DmaChannel>, kChannelCount> m_channels;
    bool m_isInterrupting = false;
};

} // namespace perisphere::soc
