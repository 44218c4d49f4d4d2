// Where a core's cycles go: its program counter, looked at every so many cycles.
//
// The cycles are the core's own, so the same run gives the same samples. A sample is of the
// instruction that follows the cycle: one that takes long counts for the one behind it.
#pragma once

#include <cstdint>
#include <map>

namespace perisphere::realtime
{

struct ProfileSamples {
    std::uint32_t period = 0;                         ///< cycles a sample
    std::map<std::uint32_t, std::uint64_t> byAddress; ///< of instructions
    std::uint64_t asleep = 0;                         ///< samples of a core that slept
    std::uint64_t cycles = 0;                         ///< in which they were taken
};

class CycleProfile
{
public:
    static constexpr std::uint64_t kNever = ~std::uint64_t{0};

    /// Anew. `period` is not 0.
    void start(std::uint32_t period, std::uint64_t cycle);
    void stop(std::uint64_t cycle);
    /// Forgets what was before: another program is loaded.
    void clear(std::uint64_t cycle);

    [[nodiscard]] bool isRunning() const { return m_next != kNever; }
    /// The cycle of the next sample; kNever while it does not run.
    [[nodiscard]] std::uint64_t next() const { return m_next; }

    /// The core has come to `cycle`, and goes on at `pc`.
    void run(std::uint64_t cycle, std::uint32_t pc)
    {
        if (cycle >= m_next)
            m_samples.byAddress[pc] += pass(cycle);
    }
    /// It has slept up to `cycle`.
    void sleep(std::uint64_t cycle)
    {
        if (cycle >= m_next)
            m_samples.asleep += pass(cycle);
    }

    /// Up to `cycle`.
    [[nodiscard]] ProfileSamples samples(std::uint64_t cycle) const;

private:
    std::uint64_t pass(std::uint64_t cycle);

    std::uint64_t m_next = kNever;
    std::uint64_t m_begin = 0;
    ProfileSamples m_samples;
};

} // namespace perisphere::realtime
