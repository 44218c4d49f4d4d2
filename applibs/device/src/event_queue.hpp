// News for observers, delivered when whatever made them is done.
#pragma once

#include "perisphere/device/app_status.hpp"

#include <deque>
#include <vector>

namespace perisphere::device
{

/// An observer sees the manager between operations only, never in the middle of one, and events in
/// the order in which they happened, whatever other observers do about them.
class EventQueue
{
public:
    void add(AppObserver& observer);
    void remove(AppObserver& observer);
    void push(AppEvent event);

    /// Around an operation: the outermost one delivers when it ends.
    class Batch
    {
    public:
        explicit Batch(EventQueue& queue);
        Batch(const Batch&) = delete;
        Batch& operator=(const Batch&) = delete;
        ~Batch();

    private:
        EventQueue& m_queue;
    };

private:
    void deliver();

    std::vector<AppObserver*> m_observers;
    std::deque<AppEvent> m_events;
    unsigned m_depth = 0;
};

} // namespace perisphere::device
