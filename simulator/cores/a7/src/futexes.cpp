// Who waits for which word of memory, and what the end of a thread leaves there.

#include "process_impl.hpp"

#include <linux/futex.h>

namespace perisphere::a7
{

unsigned Process::Impl::wakeFutex(std::uint32_t address, unsigned count, std::uint32_t bits)
{
    unsigned woken = 0;
    for (Thread& thread : m_threads) {
        if (woken == count)
            break;
        if (!thread.isWaiting || thread.wait.futex != address || thread.wait.isPriorityInheriting ||
            (thread.wait.futexBits & bits) == 0)
            continue;
        ++woken;
        wake(thread);
    }
    return woken;
}

/// A waiter that is not on the processor: its call is made again and finds that it was woken.
void Process::Impl::wake(Thread& thread)
{
    thread.isWaiting = false;
    thread.isRetry = true;
    thread.wasWoken = true;
    thread.registers.r[15] -= (thread.registers.cpsr & kThumb) != 0 ? 2U : 4U;
}

unsigned Process::Impl::requeueFutex(std::uint32_t from, std::uint32_t to, unsigned count)
{
    unsigned moved = 0;
    for (Thread& thread : m_threads)
        if (moved < count && thread.isWaiting && thread.wait.futex == from &&
            !thread.wait.isPriorityInheriting) {
            thread.wait.futex = to;
            ++moved;
        }
    return moved;
}

bool Process::Impl::handOverFutex(std::uint32_t address, std::uint32_t flags)
{
    Thread* next = nullptr;
    bool hasMore = false;
    for (Thread& thread : m_threads) {
        if (!thread.isWaiting || thread.wait.futex != address || !thread.wait.isPriorityInheriting)
            continue;
        if (next == nullptr)
            next = &thread;
        else
            hasMore = true;
    }
    std::uint32_t value = flags;
    if (next != nullptr)
        value |= static_cast<std::uint32_t>(next->id) | (hasMore ? FUTEX_WAITERS : 0U);
    if (!m_memory->store(address, value))
        return false;
    if (next != nullptr)
        wake(*next);
    return true;
}

void Process::Impl::releaseRobustFutex(const Thread& thread, std::uint32_t address, bool isPi)
{
    const auto value = m_memory->load<std::uint32_t>(address);
    if (!value || address % 4 != 0 ||
        (*value & FUTEX_TID_MASK) != static_cast<std::uint32_t>(thread.id))
        return;
    if (isPi) {
        (void)handOverFutex(address, FUTEX_OWNER_DIED);
        return;
    }
    (void)m_memory->store(address, (*value & FUTEX_WAITERS) | FUTEX_OWNER_DIED);
    if ((*value & FUTEX_WAITERS) != 0)
        wakeFutex(address, 1, ~0U);
}

/// What a thread holds when it ends, by the list that its library keeps: others are told.
void Process::Impl::releaseRobustList(const Thread& thread)
{
    struct Head {
        std::uint32_t first;
        std::int32_t offset;
        std::uint32_t pending;
    };
    constexpr unsigned kMostEntries = 2048;
    constexpr std::uint32_t kIsPi = 1;
    const auto head =
        thread.robustList == 0 ? std::nullopt : m_memory->load<Head>(thread.robustList);
    if (!head)
        return;
    const auto release = [&](std::uint32_t entry) {
        releaseRobustFutex(thread, (entry & ~kIsPi) + static_cast<std::uint32_t>(head->offset),
                           (entry & kIsPi) != 0);
    };
    std::uint32_t entry = head->first;
    for (unsigned i = 0; i < kMostEntries && (entry & ~kIsPi) != thread.robustList; ++i) {
        const auto next = m_memory->load<std::uint32_t>(entry & ~kIsPi);
        if ((entry & ~kIsPi) != (head->pending & ~kIsPi))
            release(entry);
        if (!next)
            return;
        entry = *next;
    }
    if (head->pending != 0)
        release(head->pending);
}

} // namespace perisphere::a7
