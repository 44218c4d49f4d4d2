#include "perisphere/realtime/core_complex.hpp"

#include <algorithm>

namespace perisphere::realtime
{

CoreComplex::CoreComplex(engine::Scheduler& scheduler)
    : m_scheduler(scheduler)
    , m_slice(
          scheduler, "cores.slice", [this] { runSlice(); }, engine::Priority::Core)
{
}

/// Who has to go first; of two at one instant the one with the lower number.
RealTimeCore* CoreComplex::first() const
{
    RealTimeCore* found = nullptr;
    engine::VirtualTime earliest = engine::kNever;
    for (RealTimeCore* core : m_cores)
        if (const engine::VirtualTime time = core->readyAt(); time < earliest) {
            earliest = time;
            found = core;
        }
    return found;
}

/// Of the slice of that length that the present is in.
engine::VirtualTime CoreComplex::endOf(engine::Duration slice) const
{
    return engine::VirtualTime((m_scheduler.now().time_since_epoch() / slice + 1) * slice);
}

/// The others have nothing to do until they are interrupted.
bool CoreComplex::isOneAwake() const
{
    return std::ranges::count_if(m_cores, [](const RealTimeCore* core) {
               return core->readyAt() != engine::kNever;
           }) == 1;
}

void CoreComplex::runSlice()
{
    m_sliceEnd = endOf(isOneAwake() ? kSliceAlone : kSlice);
    m_isRunning = true;
    m_waitsForReport = false;
    while (!m_waitsForReport) {
        RealTimeCore* const core = first();
        const engine::VirtualTime until = horizon();
        if (core == nullptr || core->readyAt() >= until)
            break;
        core->run(until);
    }
    m_isRunning = false;
    scheduleNext();
}

void CoreComplex::scheduleNext()
{
    RealTimeCore* const core = first();
    if (core == nullptr)
        m_slice.cancel();
    else
        m_slice.setAt(std::max(core->readyAt(), m_scheduler.now()));
}

engine::VirtualTime CoreComplex::horizon() const
{
    if (m_scheduler.hasFault())
        return m_scheduler.now();
    return std::min(m_sliceEnd, m_scheduler.nextActionAt());
}

bool CoreComplex::admit(RealTimeCore& core, engine::VirtualTime time)
{
    if (time >= m_scheduler.nextActionAt())
        return false;
    for (const RealTimeCore* other : m_cores)
        if (other != &core && other->readyAt() < time)
            return false;
    if (time > m_scheduler.nextEventAt()) {
        m_waitsForReport = true; // the core is the first again after it
        return false;
    }
    if (time > m_scheduler.now())
        m_scheduler.advanceTo(time);
    return true;
}

void CoreComplex::wake(RealTimeCore&)
{
    if (m_isRunning)
        m_sliceEnd = std::min(m_sliceEnd, endOf(kSlice));
    else
        scheduleNext();
}

} // namespace perisphere::realtime
