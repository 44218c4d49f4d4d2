// Functions that other threads want the machine thread to call.
#pragma once

#include "perisphere/engine/move_only_function.hpp"

#include <atomic>
#include <mutex>
#include <vector>

namespace perisphere::engine
{

/// First in, first out, over all threads. What one thread pushes keeps its order.
class WorkQueue
{
public:
    using Work = MoveOnlyFunction<void()>;

    /// Any thread. False, and `work` is dropped, after close().
    bool push(Work work);
    void close();

    [[nodiscard]] bool hasWork() const { return m_hasWork.load(std::memory_order_acquire); }

    /// Machine thread: calls what is queued now; what that pushes in turn waits for the next call.
    void runAll();

private:
    std::mutex m_mutex;
    std::vector<Work> m_queued;
    bool m_closed = false;
    std::atomic<bool> m_hasWork = false;
    std::vector<Work> m_taken; // only in runAll(); kept for its capacity
};

} // namespace perisphere::engine
