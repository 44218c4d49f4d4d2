#include "perisphere/debug/debugged_core.hpp"

#include <utility>

namespace perisphere::debug
{

DebuggedCore::DebuggedCore(Target& target)
    : m_target(target)
{
    m_target.onStop(this, [this](const StopReason&) {
        // Who asked for this stop may have left before it came: nobody would let the core go on.
        if (std::exchange(m_isStopAsked, false) && m_debuggers == 0)
            goOn();
    });
}

DebuggedCore::~DebuggedCore()
{
    m_target.endOnStop(this);
}

void DebuggedCore::attach()
{
    ++m_debuggers;
    m_target.attach();
    interrupt();
}

void DebuggedCore::detach()
{
    --m_debuggers;
    m_target.detach();
    if (m_debuggers == 0)
        goOn();
}

void DebuggedCore::interrupt()
{
    if (m_target.isStopped())
        return;
    m_isStopAsked = true;
    m_target.interrupt();
}

void DebuggedCore::goOn()
{
    // One that cannot (locked up) stays where it is; there is nobody to be told.
    if (m_target.isStopped())
        static_cast<void>(m_target.resume(Resume::Continue));
}

} // namespace perisphere::debug
