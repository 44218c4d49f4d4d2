// Between a core's cycles and the device's time.
#pragma once

#include "perisphere/engine/time.hpp"

#include <cstdint>

namespace perisphere::realtime
{

/// Cycle `m_baseCycle` is at `m_baseTime`; from there on they go at the clock's rate. Nanoseconds
/// are rounded down, so the rounding does not add up.
class CoreClock
{
public:
    explicit CoreClock(std::uint32_t hertz)
        : m_hertz(hertz)
    {
    }

    [[nodiscard]] std::uint32_t hertz() const { return m_hertz; }

    /// The instant at which that cycle begins.
    [[nodiscard]] engine::VirtualTime timeOf(std::uint64_t cycle) const
    {
        if (cycle <= m_baseCycle)
            return m_baseTime;
        const std::uint64_t cycles = cycle - m_baseCycle;
        const std::uint64_t seconds = cycles / m_hertz;
        if (seconds > kLongestSeconds)
            return engine::kNever;
        const std::uint64_t rest = cycles % m_hertz * kPerSecond / m_hertz;
        return engine::later(
            m_baseTime, engine::Duration(static_cast<std::int64_t>(seconds * kPerSecond + rest)));
    }

    /// The first cycle that does not begin before that instant.
    [[nodiscard]] std::uint64_t cycleAt(engine::VirtualTime time) const
    {
        if (time <= m_baseTime)
            return m_baseCycle;
        if (time == engine::kNever)
            return ~std::uint64_t{0};
        const auto nanoseconds = static_cast<std::uint64_t>((time - m_baseTime).count());
        const std::uint64_t rest = nanoseconds % kPerSecond * m_hertz;
        return m_baseCycle + nanoseconds / kPerSecond * m_hertz +
               (rest + kPerSecond - 1) / kPerSecond;
    }

    /// From `cycle`, which is at `time`, on.
    void rebase(std::uint64_t cycle, engine::VirtualTime time)
    {
        m_baseCycle = cycle;
        m_baseTime = time;
    }
    void setHertz(std::uint32_t hertz, std::uint64_t cycle)
    {
        rebase(cycle, timeOf(cycle));
        m_hertz = hertz;
    }

private:
    // Whole seconds apart, since the rest then fits 64 bits: this is asked at each access.
    static constexpr std::uint64_t kPerSecond = 1'000'000'000;
    static constexpr std::uint64_t kLongestSeconds = (std::uint64_t{1} << 62) / kPerSecond;

    std::uint32_t m_hertz;
    std::uint64_t m_baseCycle = 0;
    engine::VirtualTime m_baseTime{};
};

} // namespace perisphere::realtime
