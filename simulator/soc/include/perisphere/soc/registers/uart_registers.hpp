// A UART as the real-time cores see it: a 16550 with the chip's extensions. Debug UARTs and those
// of the ISUs differ in their line and in having DMA channels or not.
//
// Break, autobaud, escape characters and infrared are storage.
#pragma once

#include "perisphere/engine/timer.hpp"
#include "perisphere/soc/registers/clock_rate.hpp"
#include "perisphere/soc/registers/lines.hpp"
#include "perisphere/soc/registers/register_block.hpp"
#include "perisphere/soc/registers/uart_line.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace perisphere::soc
{

/// Both kinds of channel that serve a UART; the firmware starts one of each direction.
struct UartDmaChannels {
    unsigned halfTransmit = 0;
    unsigned halfReceive = 0;
    unsigned fifoTransmit = 0;
    unsigned fifoReceive = 0;
};

struct UartRegistersSetup {
    std::string name;
    unsigned interrupt = 0;
    DmaRequests* dma = nullptr; ///< nullptr: none, as for the debug UARTs
    UartDmaChannels channels{};
};

[[nodiscard]] constexpr UartDmaChannels uartDmaChannels(unsigned isu)
{
    return {.halfTransmit = 2 * isu,
            .halfReceive = 2 * isu + 1,
            .fifoTransmit = 13 + 2 * isu,
            .fifoReceive = 14 + 2 * isu};
}

class UartRegisters final : public RegisterBlock, private UartLine::Listener
{
public:
    static constexpr std::size_t kTransmitDepth = 16;
    static constexpr std::size_t kReceiveDepth = 32;

    UartRegisters(engine::Scheduler& scheduler, UartLine& line, InterruptLines& lines,
                  UartRegistersSetup setup);

    /// As the divider registers make it.
    [[nodiscard]] bus::UartFormat format() const;

    [[nodiscard]] std::string_view name() const override { return m_setup.name; }
    [[nodiscard]] std::span<const RegisterInfo> registers() const override;
    std::uint32_t read(std::uint32_t offset) override;
    void write(std::uint32_t offset, std::uint32_t value) override;
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override;
    /// Also what an ISU's software reset does to it.
    void reset() override;
    void exchange(engine::Snapshot& snapshot) override;

private:
    struct Received {
        std::uint8_t character = 0;
        std::uint8_t errors = 0; ///< PE and FE, as in LSR
    };
    /// All that reset() puts back and a snapshot holds as it is.
    struct State {
        std::array<std::uint32_t, 0x74 / 4> words{};  ///< those that have one meaning
        std::array<std::uint8_t, 4> flowCharacters{}; ///< XON1, XON2, XOFF1, XOFF2
        std::uint8_t divisorLow = 0;
        std::uint8_t divisorHigh = 0;
        std::uint8_t enables = 0;
        std::uint8_t fifoControl = 0;
        std::uint8_t enhanced = 0;
        bool hasOverrun = false;
        bool hasModemChange = false;
        bool isTransmitPending = false; ///< the THRE interrupt
        bool isTimeoutPending = false;
        bool isTaken = false; ///< the line
        bool isStoppedByPeer = false;
        bool hasStoppedPeer = false;
        bool isShifting = false;
        std::uint8_t shifted = 0;
        std::optional<std::uint8_t> control; ///< XON or XOFF to send before data
        engine::VirtualTime burstStart{};    ///< characters without a gap are paced from its begin
        engine::VirtualTime burstEnd{};
        std::uint64_t burstTicks = 0;
    };

    // uart_registers.cpp: what the core sees
    [[nodiscard]] std::uint32_t word(std::uint32_t offset) const
    {
        return m_state.words[offset / 4];
    }
    [[nodiscard]] bool isDivisorAccess() const;
    [[nodiscard]] bool isEnhancedAccess() const;
    [[nodiscard]] std::optional<std::uint8_t> peekEnhanced(std::uint32_t offset) const;
    bool writeEnhanced(std::uint32_t offset, std::uint8_t value);
    [[nodiscard]] std::uint32_t peekLineStatus() const;
    [[nodiscard]] std::uint32_t peekModemStatus() const;
    [[nodiscard]] unsigned interruptId() const;
    std::uint32_t readLineStatus();
    void writeEnables(std::uint8_t value);
    void writeFifoControl(std::uint8_t value);
    void clearTransmit();
    void clearReceive();
    void update();
    void updateRequests();

    // uart_registers_line.cpp: what the line sees
    [[nodiscard]] bool hasFifos() const { return (m_state.fifoControl & 1U) != 0; }
    [[nodiscard]] std::size_t transmitDepth() const { return hasFifos() ? kTransmitDepth : 1; }
    [[nodiscard]] std::size_t receiveDepth() const { return hasFifos() ? kReceiveDepth : 1; }
    [[nodiscard]] std::size_t receiveTrigger() const;
    [[nodiscard]] bool isTransmitReady() const;
    [[nodiscard]] bool isDma() const;
    [[nodiscard]] bool isReceiveDma() const;
    [[nodiscard]] bool isLooped() const;
    [[nodiscard]] std::uint64_t ticksPerBit() const;
    [[nodiscard]] std::uint64_t ticksPerCharacter() const;
    void takeLine();
    void push(std::uint8_t character);
    std::uint8_t pop();
    [[nodiscard]] bool mayTransmit() const;
    void shiftNext();
    void shift(std::uint8_t character);
    void characterShifted();
    void accept(std::uint8_t character, std::uint8_t errors);
    void startIdle();
    void idleElapsed();
    void updateReceiveFlow();
    void updateReady();
    void received(std::span<const std::uint8_t> characters,
                  const std::optional<bus::UartFormat>& sentAs) override;
    void clearToSendChanged() override;

    engine::Scheduler& m_scheduler;
    UartLine& m_line;
    InterruptLines& m_lines;
    UartRegistersSetup m_setup;
    State m_state;
    std::deque<std::uint8_t> m_transmit; ///< at most kTransmitDepth
    std::deque<Received> m_receive;      ///< at most kReceiveDepth
    engine::Timer m_shift;
    engine::Timer m_idle;
};

} // namespace perisphere::soc
