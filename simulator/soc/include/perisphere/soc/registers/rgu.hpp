// Clock selection and low power of a real-time core (RGU).
//
// The source of HCLK is modelled. Sleep modes and memory power are storage: nothing loses its
// contents, and a core sleeps by WFI alone.
#pragma once

#include "perisphere/engine/signal.hpp"
#include "perisphere/soc/registers/register_block.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace perisphere::soc
{

class Rgu final : public RegisterBlock
{
public:
    static constexpr std::uint32_t kPllHertz = 197'600'000;

    explicit Rgu(std::string name);

    /// Of the core, its SysTick and GPT4.
    [[nodiscard]] std::uint32_t hclkHertz() const;

    /// Told the new frequency at the instant of its change; not after a restore, when everybody
    /// who depends on it takes hclkHertz() anew.
    engine::Subscription onClock(engine::Signal<std::uint32_t>::Function function)
    {
        return m_clockChanges.subscribe(std::move(function));
    }

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] std::span<const RegisterInfo> registers() const override;
    std::uint32_t read(std::uint32_t offset) override { return peek(offset); }
    void write(std::uint32_t offset, std::uint32_t value) override;
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override;
    void reset() override;
    void exchange(engine::Snapshot& snapshot) override { snapshot.exchange(m_words); }

private:
    void store(std::uint32_t offset, std::uint32_t value);

    std::string m_name;
    std::array<std::uint32_t, 0x1BC / 4> m_words{};
    engine::Signal<std::uint32_t> m_clockChanges;
};

} // namespace perisphere::soc
