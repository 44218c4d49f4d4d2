// An action that is asked for as often as things change, and happens no more often than somebody
// can follow.
#pragma once

#include "perisphere/runtime/simulated_device.hpp"

#include <chrono>
#include <functional>
#include <memory>

namespace perisphere::tools
{

/// On the thread that runs the device. Destroying it cancels what is asked for.
class PacedAction
{
public:
    PacedAction(runtime::SimulatedDevice& device, std::chrono::milliseconds interval,
                std::function<void()> action);
    PacedAction(const PacedAction&) = delete;
    PacedAction& operator=(const PacedAction&) = delete;
    ~PacedAction() { *m_isAlive = false; }

    /// Has the action happen soon, once for all calls until then: in the loop's next turn, or an
    /// interval after it happened last.
    void request();

private:
    using Clock = std::chrono::steady_clock;

    runtime::SimulatedDevice& m_device;
    std::chrono::milliseconds m_interval;
    std::function<void()> m_action;
    Clock::time_point m_earliest{};
    bool m_isRequested = false;
    std::shared_ptr<bool> m_isAlive = std::make_shared<bool>(true); ///< for one on its way
};

} // namespace perisphere::tools
