// A timer for what is tried again and again.
//
// A device tries for ever. In the model an attempt that would end like the last one is not made:
// the timer is parked, and a change around the device wakes it up at the instant of the attempt
// that would have come next. So a board at rest has no events, and in the mode "fast" its time
// stands still instead of running away.
#pragma once

#include "perisphere/engine/timer.hpp"

#include <utility>

namespace perisphere::network
{

class RetryTimer
{
public:
    RetryTimer(engine::Scheduler& scheduler, engine::EventName name,
               engine::Scheduler::Action action)
        : m_scheduler(scheduler)
        , m_timer(scheduler, name, std::move(action))
    {
    }

    void setAfter(engine::Duration delay)
    {
        m_period = {};
        m_timer.setAfter(delay);
    }
    void setAt(engine::VirtualTime time)
    {
        m_period = {};
        m_timer.setAt(time);
    }
    void cancel()
    {
        m_period = {};
        m_timer.cancel();
    }

    /// Attempts would follow with this period from now on.
    void park(engine::Duration period)
    {
        m_timer.cancel();
        m_parkedAt = m_scheduler.now();
        m_period = period;
    }
    /// Something changed. Does nothing unless parked.
    void wake()
    {
        if (m_period == engine::Duration::zero())
            return;
        const auto passed = (m_scheduler.now() - m_parkedAt) / m_period;
        setAt(engine::later(m_parkedAt, m_period * (passed + 1)));
    }

    /// An attempt is to come, or would.
    [[nodiscard]] bool isWaiting() const
    {
        return m_timer.isPending() || m_period != engine::Duration::zero();
    }

private:
    engine::Scheduler& m_scheduler;
    engine::Timer m_timer;
    engine::VirtualTime m_parkedAt;
    engine::Duration m_period{};
};

} // namespace perisphere::network
