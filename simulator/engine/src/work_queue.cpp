#include "perisphere/engine/work_queue.hpp"

#include <utility>

namespace perisphere::engine
{

bool WorkQueue::push(Work work)
{
    const std::lock_guard lock(m_mutex);
    if (m_closed)
        return false;
    m_queued.push_back(std::move(work));
    m_hasWork.store(true, std::memory_order_release);
    return true;
}

void WorkQueue::close()
{
    const std::lock_guard lock(m_mutex);
    m_closed = true;
}

void WorkQueue::runAll()
{
    if (!hasWork())
        return;
    {
        const std::lock_guard lock(m_mutex);
        std::swap(m_queued, m_taken);
        m_hasWork.store(false, std::memory_order_release);
    }
    for (Work& work : m_taken)
        work();
    m_taken.clear();
}

} // namespace perisphere::engine
