#include "systick.hpp"

namespace perisphere::m4
{
namespace
{

constexpr std::uint32_t kEnable = 1U << 0;
constexpr std::uint32_t kTickInt = 1U << 1;
constexpr std::uint32_t kClkSource = 1U << 2;
constexpr std::uint32_t kCountFlag = 1U << 16;
constexpr std::uint32_t kMaximum = 0xFFFFFF;

} // namespace

bool SysTick::expire()
{
    if (m_timer.zeroAt > m_state.cycles)
        return false;
    m_timer.hasCounted = true;
    if (m_timer.reload == 0) {
        m_timer.zeroAt = kNoCycle; // stays at 0
    } else {
        const std::uint64_t period = m_timer.reload + std::uint64_t{1};
        const std::uint64_t late = m_state.cycles - m_timer.zeroAt;
        m_timer.zeroAt += (late / period + 1) * period;
    }
    return (m_timer.control & kTickInt) != 0;
}

std::uint32_t SysTick::control() const
{
    return m_timer.control | (m_timer.hasCounted ? kCountFlag : 0);
}

std::uint32_t SysTick::readControl()
{
    const std::uint32_t value = control();
    m_timer.hasCounted = false;
    return value;
}

void SysTick::writeControl(std::uint32_t value)
{
    const bool wasEnabled = isEnabled();
    const std::uint32_t present = this->value();
    // The reference clock of the chip is not known: it reads as chosen and counts cycles too.
    m_timer.control = value & (kEnable | kTickInt | kClkSource);
    if (isEnabled() && !wasEnabled) {
        // From 0 it is reloaded with the first clock.
        const std::uint64_t first = present != 0          ? present
                                    : m_timer.reload == 0 ? kNoCycle
                                                          : m_timer.reload + std::uint64_t{1};
        m_timer.zeroAt = first == kNoCycle ? kNoCycle : m_state.cycles + first;
    } else if (!isEnabled() && wasEnabled) {
        m_timer.stoppedValue = present;
        m_timer.zeroAt = kNoCycle;
    }
}

std::uint32_t SysTick::value() const
{
    if (!isEnabled())
        return m_timer.stoppedValue;
    if (m_timer.zeroAt == kNoCycle || m_timer.zeroAt <= m_state.cycles)
        return 0;
    const std::uint64_t left = m_timer.zeroAt - m_state.cycles;
    // One past RELOAD is the clock at which it reloads: it shows 0.
    return left > m_timer.reload && m_timer.reload != 0 && left == m_timer.reload + std::uint64_t{1}
               ? 0
               : static_cast<std::uint32_t>(left & kMaximum);
}

void SysTick::writeValue()
{
    m_timer.hasCounted = false;
    m_timer.stoppedValue = 0;
    if (isEnabled())
        m_timer.zeroAt =
            m_timer.reload == 0 ? kNoCycle : m_state.cycles + m_timer.reload + std::uint64_t{1};
}

void SysTick::writeReload(std::uint32_t value)
{
    m_timer.reload = value & kMaximum;
    // A counter at rest at 0 takes the value up with the next clock.
    if (isEnabled() && m_timer.zeroAt == kNoCycle && m_timer.reload != 0)
        m_timer.zeroAt = m_state.cycles + m_timer.reload + std::uint64_t{1};
}

} // namespace perisphere::m4
