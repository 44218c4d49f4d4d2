// The five general purpose timers of a real-time core.
//
// GPT0 and GPT1 count down and interrupt, GPT2 and GPT4 count up freely, GPT3 counts microseconds
// up to a value and pulses its interrupt. Each counts from the instant at which it was started.
#pragma once

#include "perisphere/engine/timer.hpp"
#include "perisphere/soc/registers/clock_rate.hpp"
#include "perisphere/soc/registers/gpt_counters.hpp"
#include "perisphere/soc/registers/lines.hpp"
#include "perisphere/soc/registers/register_block.hpp"
#include "perisphere/soc/registers/rgu.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace perisphere::soc
{

class Gpt final : public RegisterBlock
{
public:
    static constexpr unsigned kDownInterrupt = 1;   ///< GPT0 and GPT1
    static constexpr unsigned kExpiryInterrupt = 2; ///< GPT3

    Gpt(engine::Scheduler& scheduler, Rgu& rgu, InterruptLines& lines, std::string name);

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] std::span<const RegisterInfo> registers() const override;
    std::uint32_t read(std::uint32_t offset) override { return peek(offset); }
    void write(std::uint32_t offset, std::uint32_t value) override;
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override;
    void reset() override;
    void exchange(engine::Snapshot& snapshot) override;

private:
    void expired(unsigned timer);
    void writeFree(std::uint32_t value);
    void writeMicrosecond(std::uint32_t value);
    void writeFast(std::uint32_t value);
    void setExpiry();
    void microsecondExpired();
    void clockChanged(std::uint32_t hertz);
    void updateInterrupt();
    [[nodiscard]] ClockRate freeRate() const;
    [[nodiscard]] ClockRate microsecondRate() const;
    [[nodiscard]] ClockRate fastRate() const;

    engine::Scheduler& m_scheduler;
    InterruptLines& m_lines;
    std::string m_name;
    std::uint32_t m_status = 0;
    std::uint32_t m_enables = 0;
    std::array<GptDownTimer, 2> m_down;
    std::uint32_t m_freeControl = 0; ///< GPT2
    GptUpCounter m_free;
    std::uint32_t m_microsecondControl = 0; ///< GPT3
    std::uint32_t m_microsecondInitial = 0;
    std::uint32_t m_expire = 0;
    bool m_isArmed = false; ///< has yet to pulse since it was enabled
    GptUpCounter m_microsecond;
    engine::Timer m_expiry;
    std::uint32_t m_fastControl = 0; ///< GPT4
    std::uint32_t m_fastInitial = 0;
    GptUpCounter m_fast;
    std::uint32_t m_hclkHertz;
    engine::Subscription m_clockChanges;
};

} // namespace perisphere::soc
