// The ADC controller (ADC + 0x100), on soc::Adc: scans of channels at 2 MHz, a FIFO of 32 results,
// interrupt 70 and DMA channel 29.
//
// A channel is sampled when its turn ends; a scan's results are in the FIFO together at its end,
// so that whoever is woken by the first has them all.
#pragma once

#include "perisphere/engine/timer.hpp"
#include "perisphere/soc/adc.hpp"
#include "perisphere/soc/registers/block_control.hpp"
#include "perisphere/soc/registers/lines.hpp"
#include "perisphere/soc/registers/register_block.hpp"

#include <array>
#include <cstdint>

namespace perisphere::soc
{

class AdcRegisters final : public RegisterBlock
{
public:
    static constexpr std::uint32_t kHertz = 2'000'000;
    static constexpr unsigned kFifoDepth = 32;
    static constexpr unsigned kInterrupt = 70;
    static constexpr unsigned kDmaChannel = 29;

    AdcRegisters(engine::Scheduler& scheduler, Adc& adc, AdcControl& control,
                 InterruptLines& interrupts, DmaRequests& requests);

    [[nodiscard]] std::string_view name() const override { return "ADC"; }
    [[nodiscard]] std::span<const RegisterInfo> registers() const override;
    std::uint32_t read(std::uint32_t offset) override;
    void write(std::uint32_t offset, std::uint32_t value) override;
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override;
    void reset() override;
    void exchange(engine::Snapshot& snapshot) override;

private:
    static constexpr unsigned kMapBits = 16; ///< of the channel map; the chip has 8 channels
    /// T_INIT 20, T_CH 8: drivers count on them without setting them.
    static constexpr std::uint32_t kControlAtReset = 20U << 9 | 8U << 4;

    struct State {
        std::uint32_t control = kControlAtReset; ///< CTL0
        std::uint32_t period = 0;
        std::uint32_t control2 = 0;
        std::uint32_t control3 = 0; ///< but for the reference, which is soc::Adc's
        std::uint32_t interruptEnable = 0;
        std::uint32_t dmaEnable = 0;
        std::uint32_t timeout = 0;
        std::uint32_t trigger = 7U << 2;
        std::array<std::uint32_t, 8> kept{}; ///< registers without effect

        std::uint32_t left = 0; ///< channels of the scan in progress
        std::uint8_t scanned = 0;
        std::array<std::uint32_t, kMapBits> results{};
        std::array<std::uint32_t, kFifoDepth> fifo{};
        std::uint8_t first = 0;
        std::uint8_t count = 0;
        bool isTimedOut = false;
    };

    [[nodiscard]] std::uint32_t samples() const;
    [[nodiscard]] std::uint32_t channelTicks() const;
    void writeControl(std::uint32_t value);
    void stop();
    void beginScan(std::uint64_t pause);
    void channelDone();
    [[nodiscard]] std::uint32_t convert(unsigned channel) const;
    void deliver();
    std::uint32_t pop();
    [[nodiscard]] bool reachesTrigger() const;
    void update();

    engine::Scheduler& m_scheduler;
    Adc& m_adc;
    InterruptLines& m_interrupts;
    DmaRequests& m_requests;
    State m_state;
    bool m_isInterrupting = false;
    bool m_isRequesting = false;
    engine::Timer m_channel;
    engine::Timer m_idle;
    engine::Subscription m_controlWrites;
};

} // namespace perisphere::soc
