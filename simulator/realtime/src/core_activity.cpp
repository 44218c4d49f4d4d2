// What a core tells those who watch its activity.
#include "perisphere/realtime/real_time_core.hpp"

namespace perisphere::realtime
{

void RealTimeCore::setActivity(CoreActivity* activity)
{
    m_activity = activity;
    m_core->setExceptionObserver(activity != nullptr ? this : nullptr);
}

std::optional<engine::VirtualTime> RealTimeCore::asleepSince() const
{
    if (m_state != CoreState::Running || !m_core->isAsleep())
        return std::nullopt;
    return m_clock.timeOf(m_core->cycles());
}

void RealTimeCore::entered(unsigned number, std::uint64_t cycle)
{
    if (!m_recording.isInPast())
        m_activity->entered(*this, number, m_clock.timeOf(cycle));
}

void RealTimeCore::returned(unsigned number, std::uint64_t cycle)
{
    if (!m_recording.isInPast())
        m_activity->returned(*this, number, m_clock.timeOf(cycle));
}

/// In front of what ends a sleep otherwise than by waking.
void RealTimeCore::tellSleep()
{
    const auto since = asleepSince();
    if (m_activity != nullptr && since && *since < m_scheduler.now() && !m_recording.isInPast())
        m_activity->slept(*this, *since, m_scheduler.now());
}

void RealTimeCore::tellReset()
{
    if (m_activity != nullptr)
        m_activity->wasReset(*this);
}

} // namespace perisphere::realtime
