// Configuration that is always powered: clock gates and selections (0x30030000), and the pin
// multiplexers (0x30010000).
//
// Gates are kept and ignored: most drivers never open them, one vendor's toggles them all the
// time. Pads take their function by its use (an output enable, a PWM kick, an opened ISU), as the
// OS has set the multiplexers from the manifests before firmware runs.
#pragma once

#include "perisphere/engine/signal.hpp"
#include "perisphere/soc/registers/register_block.hpp"

#include <array>
#include <cstdint>

namespace perisphere::soc
{

class AlwaysOn final : public RegisterBlock
{
public:
    [[nodiscard]] std::string_view name() const override { return "AON"; }
    [[nodiscard]] std::span<const RegisterInfo> registers() const override;
    std::uint32_t read(std::uint32_t offset) override { return peek(offset); }
    void write(std::uint32_t offset, std::uint32_t value) override;
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override;
    void reset() override;
    void exchange(engine::Snapshot& snapshot) override { snapshot.exchange(m_words); }

    /// Of the counters of the GPIO groups: 26 MHz, 32.768 kHz, 125 MHz or 200 MHz.
    [[nodiscard]] std::uint32_t counterHertz() const;

    /// Told right before counterHertz() changes: what was counted until then is at the old rate.
    struct CounterClockChange {
    };
    engine::Signal<CounterClockChange> beforeCounterClock;

private:
    std::array<std::uint32_t, 3> m_words{}; ///< in the order of registers()
};

class PinMux final : public RegisterBlock
{
public:
    /// Four bits a pin, GPIO93 the last.
    static constexpr std::size_t kWords = 12;

    [[nodiscard]] std::string_view name() const override { return "PINMUX"; }
    [[nodiscard]] std::span<const RegisterInfo> registers() const override;
    std::uint32_t read(std::uint32_t offset) override { return peek(offset); }
    void write(std::uint32_t offset, std::uint32_t value) override;
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override;
    void reset() override { m_words = {}; }
    void exchange(engine::Snapshot& snapshot) override { snapshot.exchange(m_words); }

private:
    std::array<std::uint32_t, kWords> m_words{};
};

} // namespace perisphere::soc
