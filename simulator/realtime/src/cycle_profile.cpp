#include "perisphere/realtime/cycle_profile.hpp"

namespace perisphere::realtime
{

void CycleProfile::start(std::uint32_t period, std::uint64_t cycle)
{
    m_samples = {.period = period, .byAddress = {}};
    m_begin = cycle;
    m_next = cycle + period;
}

void CycleProfile::stop(std::uint64_t cycle)
{
    m_samples = samples(cycle);
    m_next = kNever;
}

void CycleProfile::clear(std::uint64_t cycle)
{
    if (isRunning())
        start(m_samples.period, cycle);
    else
        m_samples = {};
}

ProfileSamples CycleProfile::samples(std::uint64_t cycle) const
{
    ProfileSamples samples = m_samples;
    if (isRunning())
        samples.cycles = cycle - m_begin;
    return samples;
}

/// How many samples are due.
std::uint64_t CycleProfile::pass(std::uint64_t cycle)
{
    const std::uint64_t count = (cycle - m_next) / m_samples.period + 1;
    m_next += count * m_samples.period;
    return count;
}

} // namespace perisphere::realtime
