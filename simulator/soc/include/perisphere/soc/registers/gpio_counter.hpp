// The counter and capture unit of a GPIO group (group + 0x100).
//
// The event counter counts edges of the group's pins 0 and 1, up or down; the capture counter
// counts a clock, and edges push it into two FIFOs; pin 2 can reset both. Pins are watched while a
// counter is enabled only: firmware that toggles GPIOs pays nothing for a counter that it leaves
// alone. Edges are taken as they come, not sampled by the clock.
#pragma once

#include "perisphere/engine/pin.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/soc/pads.hpp"
#include "perisphere/soc/registers/always_on.hpp"
#include "perisphere/soc/registers/block_control.hpp"
#include "perisphere/soc/registers/lines.hpp"
#include "perisphere/soc/registers/register_block.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>

namespace perisphere::soc
{

class GpioCounter final : public RegisterBlock
{
public:
    static constexpr unsigned kFifoDepth = 8;

    /// @param group 0 to 5: GPIOs 4 * group on, interrupt 71 + group
    GpioCounter(engine::Scheduler& scheduler, Pads& pads, AlwaysOn& alwaysOn,
                GpioGroupControl& control, InterruptLines& interrupts, unsigned group);

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] std::span<const RegisterInfo> registers() const override;
    std::uint32_t read(std::uint32_t offset) override;
    void write(std::uint32_t offset, std::uint32_t value) override;
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override;
    void reset() override;
    void exchange(engine::Snapshot& snapshot) override;

private:
    static constexpr unsigned kPins = 3;
    static constexpr unsigned kFifos = 2;

    struct Fifo {
        std::array<std::uint32_t, kFifoDepth> values{};
        std::uint8_t first = 0;
        std::uint8_t count = 0;
    };
    /// All that a snapshot has beside the timers.
    struct State {
        std::array<std::uint32_t, 22> words{}; ///< as written, by offset / 4
        std::uint32_t sticky = 0;              ///< INT_STS but for the live bits
        std::uint32_t events = 0;
        std::uint32_t captureBase = 0;      ///< the capture counter at ...
        engine::VirtualTime captureStart{}; ///< ... this instant
        std::array<bool, kPins> level{};    ///< behind the de-glitch filter
        std::array<Fifo, kFifos> fifos{};
    };

    [[nodiscard]] std::uint32_t word(std::uint32_t offset) const
    {
        return m_state.words[offset / 4];
    }
    [[nodiscard]] std::uint32_t staticField(unsigned lowest, unsigned width) const;
    [[nodiscard]] bool isClocked() const;
    [[nodiscard]] bool countsEvents() const;
    [[nodiscard]] bool captures() const;
    [[nodiscard]] std::uint32_t status() const;
    [[nodiscard]] std::uint32_t captureCounter() const;
    [[nodiscard]] bool isHeldByPin2() const;

    void controlChanged(const BlockControlWrite& write);
    void holdCapture();
    void update();
    void watch();
    void pinMoved(unsigned pin, bool isHigh);
    void accept(unsigned pin);
    void resetByPin2();
    void countEdge(unsigned pin);
    void count(bool isUp);
    void capture(unsigned fifo, std::uint32_t value, std::uint32_t whenFull);
    std::uint32_t pop(unsigned fifo);
    void updateIrq();

    engine::Scheduler& m_scheduler;
    AlwaysOn& m_alwaysOn;
    GpioGroupControl& m_control;
    InterruptLines& m_interrupts;
    unsigned m_interrupt;
    std::string m_name;
    std::array<engine::Pin*, kPins> m_pins{};
    State m_state;
    bool m_wasCapturing = false;
    bool m_isWatching = false;
    bool m_isHigh = false; ///< the interrupt line
    std::array<std::unique_ptr<engine::Timer>, kPins> m_filters;
    std::array<engine::Subscription, kPins> m_watches;
    engine::Subscription m_controlWrites;
    engine::Subscription m_clockChanges;
};

} // namespace perisphere::soc
