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
        const auto nanoseconds = Wide{cycle - m_baseCycle} * kPerSecond / m_hertz;
        if (nanoseconds > kLongest)
            return engine::kNever;
        return engine::later(m_baseTime, engine::Duration(static_cast<std::int64_t>(nanoseconds)));
    }

    /// The first cycle that does not begin before that instant.
    [[nodiscard]] std::uint64_t cycleAt(engine::VirtualTime time) const
    {
        if (time <= m_baseTime)
            return m_baseCycle;
        if (time == engine::kNever)
            return ~std::uint64_t{0};
        const auto nanoseconds = static_cast<std::uint64_t>((time - m_baseTime).count());
        return m_baseCycle + static_cast<std::uint64_t>(
                                 (Wide{nanoseconds} * m_hertz + kPerSecond - 1) / kPerSecond);
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
    __extension__ using Wide = unsigned __int128;
    static constexpr std::uint64_t kPerSecond = 1'000'000'000;
    static constexpr std::uint64_t kLongest = std::uint64_t{1} << 62;

    std::uint32_t m_hertz;
    std::uint64_t m_baseCycle = 0;
    engine::VirtualTime m_baseTime{};
};

} // namespace perisphere::realtime
