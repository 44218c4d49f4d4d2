// An event that belongs to its model: set again and again, gone with its owner.
#pragma once

#include "perisphere/engine/scheduler.hpp"

#include <utility>

namespace perisphere::engine
{

/// At most one pending event that calls one function. Setting it anew replaces what was pending.
/// Neither copied nor moved; destroying it cancels.
class Timer
{
public:
    Timer(Scheduler& scheduler, EventName name, Scheduler::Action action,
          Priority priority = Priority::Model)
        : m_scheduler(scheduler)
        , m_name(name)
        , m_action(std::move(action))
        , m_priority(priority)
    {
    }
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;
    ~Timer() { cancel(); }

    void setAt(VirtualTime time)
    {
        cancel();
        m_due = time;
        m_event = m_scheduler.at(
            time, m_name, [this] { m_action(); }, m_priority);
    }
    /// As a snapshot has it: among the events of its instant, it keeps the place it had.
    void restore(VirtualTime due, std::uint64_t order)
    {
        cancel();
        m_due = due;
        m_event = m_scheduler.atOrder(
            due, m_name, [this] { m_action(); }, order);
    }
    void setAfter(Duration delay) { setAt(later(m_scheduler.now(), delay)); }
    bool cancel() { return m_scheduler.cancel(m_event); }

    [[nodiscard]] bool isPending() const { return m_scheduler.isPending(m_event); }
    /// kNever when nothing is pending.
    [[nodiscard]] VirtualTime due() const { return isPending() ? m_due : kNever; }
    /// For restore(); 0 when nothing is pending.
    [[nodiscard]] std::uint64_t order() const { return m_scheduler.orderOf(m_event); }

private:
    Scheduler& m_scheduler;
    EventName m_name;
    Scheduler::Action m_action;
    Priority m_priority;
    VirtualTime m_due = kNever;
    EventHandle m_event;
};

} // namespace perisphere::engine
