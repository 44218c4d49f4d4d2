// The 24-bit system timer: counts down with each cycle, from RELOAD to 0.
#pragma once

#include "state.hpp"

#include <cstdint>

namespace perisphere::m4
{

class SysTick
{
public:
    static constexpr std::uint64_t kNoCycle = ~std::uint64_t{0};

    explicit SysTick(State& state)
        : m_state(state)
        , m_timer(state.systick)
    {
    }

    /// When it counts to 0 next and that is to be noticed.
    [[nodiscard]] std::uint64_t due() const { return m_timer.zeroAt; }
    /// Takes note of the zeros up to the present cycle. @return whether one raises the exception
    bool expire();

    [[nodiscard]] std::uint32_t control() const;
    /// As a read does: COUNTFLAG is cleared.
    std::uint32_t readControl();
    void writeControl(std::uint32_t value);
    [[nodiscard]] std::uint32_t value() const;
    void writeValue();
    void writeReload(std::uint32_t value);

private:
    [[nodiscard]] bool isEnabled() const { return (m_timer.control & 1U) != 0; }

    State& m_state;
    SysTickState& m_timer;
};

} // namespace perisphere::m4
