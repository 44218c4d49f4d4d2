// What stands between the peripherals and a core's NVIC ("cirq"): external interrupts from the
// pads with polarity and debouncing, masks, and the test register.
//
// The wake-up controller (WIC) is storage: a core wakes by what reaches its NVIC.
#pragma once

#include "perisphere/engine/subscription.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/soc/pads.hpp"
#include "perisphere/soc/registers/lines.hpp"
#include "perisphere/soc/registers/register_block.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>

namespace perisphere::soc
{

/// One per core. Blocks drive it; it drives the core's NVIC.
class InterruptWrapper final : public RegisterBlock, public InterruptLines
{
public:
    static constexpr unsigned kInterrupts = 80;
    static constexpr unsigned kExternalCount = 24; ///< EINT n is GPIO n
    static constexpr unsigned kFirstExternal = 20; ///< its interrupt is 20 + n

    InterruptWrapper(engine::Scheduler& scheduler, Pads& pads, InterruptLines& nvic,
                     std::string name);

    /// A level that is masked appears at the NVIC when it is unmasked; a pulse is lost.
    void set(unsigned interrupt, bool isHigh) override;
    void pulse(unsigned interrupt) override;

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] std::span<const RegisterInfo> registers() const override;
    std::uint32_t read(std::uint32_t offset) override { return peek(offset); }
    void write(std::uint32_t offset, std::uint32_t value) override;
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override;
    void reset() override;
    void exchange(engine::Snapshot& snapshot) override;

private:
    struct External {
        External(engine::Scheduler& scheduler, engine::Scheduler::Action settled);
        bool isHigh = false; ///< the pad, debounced
        engine::Timer debounce;
        engine::Subscription padChanges;
    };

    [[nodiscard]] std::uint32_t word(std::uint32_t offset) const { return m_words[offset / 4]; }
    [[nodiscard]] bool isMasked(unsigned interrupt) const;
    [[nodiscard]] bool isForced(unsigned interrupt) const;
    [[nodiscard]] bool isLevelSensitive(unsigned external) const;
    [[nodiscard]] engine::Duration debounceTime(unsigned external) const;
    void padChanged(unsigned external);
    void settle(unsigned external);
    void configure(unsigned external);
    [[nodiscard]] bool externalLevel(unsigned external) const;
    void update(unsigned interrupt);
    void updateAll();

    Pads& m_pads;
    InterruptLines& m_nvic;
    std::string m_name;
    std::array<std::uint32_t, 0x904 / 4> m_words{};
    std::array<bool, kInterrupts> m_levels{}; ///< as the blocks drive them
    std::array<std::unique_ptr<External>, kExternalCount> m_externals;
};

} // namespace perisphere::soc
