#include "commands/run/paced_action.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::tools
{

PacedAction::PacedAction(runtime::SimulatedDevice& device, std::chrono::milliseconds interval,
                         std::function<void()> action)
    : m_device(device)
    , m_interval(interval)
    , m_action(std::move(action))
{
}

void PacedAction::request()
{
    if (std::exchange(m_isRequested, true))
        return;
    const auto wait = std::max(m_earliest - Clock::now(), Clock::duration::zero());
    m_device.after(std::chrono::ceil<std::chrono::milliseconds>(wait), [this, isAlive = m_isAlive] {
        if (!*isAlive)
            return;
        m_isRequested = false;
        m_earliest = Clock::now() + m_interval;
        m_action();
    });
}

} // namespace perisphere::tools
