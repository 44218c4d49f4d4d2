#include "event_queue.hpp"

#include <algorithm>

namespace perisphere::device
{

void EventQueue::add(AppObserver& observer)
{
    m_observers.push_back(&observer);
}

void EventQueue::remove(AppObserver& observer)
{
    std::erase(m_observers, &observer);
}

void EventQueue::push(AppEvent event)
{
    m_events.push_back(std::move(event));
}

EventQueue::Batch::Batch(EventQueue& queue)
    : m_queue(queue)
{
    ++m_queue.m_depth;
}

EventQueue::Batch::~Batch()
{
    if (m_queue.m_depth == 1)
        m_queue.deliver();
    --m_queue.m_depth;
}

void EventQueue::deliver()
{
    while (!m_events.empty()) {
        const AppEvent event = std::move(m_events.front());
        m_events.pop_front();
        const auto observers = m_observers; // one may come or go meanwhile
        for (AppObserver* const observer : observers)
            if (std::find(m_observers.begin(), m_observers.end(), observer) != m_observers.end())
                observer->onAppEvent(event);
    }
}

} // namespace perisphere::device
