#include "perisphere/engine/scheduler.hpp"

#include "perisphere/engine/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace perisphere::engine
{
namespace
{

constexpr unsigned kPriorityShift = 56; // leaves 2^56 events: 2000 years at a million a second
constexpr std::uint64_t kSequenceMask = (std::uint64_t{1} << kPriorityShift) - 1;

} // namespace

bool Scheduler::before(const Entry& a, const Entry& b)
{
    return a.time != b.time ? a.time < b.time : a.order < b.order;
}

EventHandle Scheduler::at(VirtualTime time, EventName name, Action action, Priority priority)
{
    const std::uint64_t order =
        (static_cast<std::uint64_t>(priority) << kPriorityShift) | m_sequence++;
    return atOrder(time, name, std::move(action), order);
}

EventHandle Scheduler::atOrder(VirtualTime time, EventName name, Action action, std::uint64_t order)
{
    // What is scheduled later comes later, also after what was put back.
    m_sequence = std::max(m_sequence, (order & kSequenceMask) + 1);
    const std::uint32_t index = takeSlot();
    Slot& slot = m_slots[index];
    slot.action = std::move(action);
    slot.name = name.text();
    slot.used = true;
    m_queue.emplace_back();
    siftUp(m_queue.size() - 1, {.time = std::max(time, m_now), .order = order, .slot = index});
    return {index, slot.generation};
}

std::uint64_t Scheduler::orderOf(EventHandle handle) const
{
    return isPending(handle) ? m_queue[m_slots[handle.m_slot].queueIndex].order : 0;
}

bool Scheduler::isPending(EventHandle handle) const
{
    return handle.m_slot < m_slots.size() && m_slots[handle.m_slot].used &&
           m_slots[handle.m_slot].generation == handle.m_generation;
}

VirtualTime Scheduler::nextActionAt() const
{
    constexpr std::uint64_t firstReport = static_cast<std::uint64_t>(Priority::Report)
                                          << kPriorityShift;
    if (m_queue.empty() || m_queue.front().order < firstReport)
        return nextEventAt();
    VirtualTime next = kNever; // a few reports lie in front of it at most
    for (const Entry& entry : m_queue)
        if (entry.order < firstReport)
            next = std::min(next, entry.time);
    return next;
}

bool Scheduler::cancel(EventHandle handle)
{
    if (!isPending(handle))
        return false;
    // Destroyed last: what the action owns may cancel or schedule in its destructor.
    const Action action = std::move(m_slots[handle.m_slot].action);
    removeAt(m_slots[handle.m_slot].queueIndex);
    freeSlot(handle.m_slot);
    return true;
}

std::uint32_t Scheduler::takeSlot()
{
    if (m_freeSlots.empty()) {
        m_slots.emplace_back();
        m_freeSlots.reserve(m_slots.capacity());
        return static_cast<std::uint32_t>(m_slots.size() - 1);
    }
    const std::uint32_t slot = m_freeSlots.back();
    m_freeSlots.pop_back();
    return slot;
}

void Scheduler::freeSlot(std::uint32_t slot)
{
    m_slots[slot].used = false;
    if (++m_slots[slot].generation == 0)
        m_slots[slot].generation = 1;
    m_freeSlots.push_back(slot);
}

void Scheduler::place(std::size_t index, const Entry& entry)
{
    m_queue[index] = entry;
    m_slots[entry.slot].queueIndex = static_cast<std::uint32_t>(index);
}

void Scheduler::siftUp(std::size_t index, const Entry& entry)
{
    while (index > 0) {
        const std::size_t parent = (index - 1) / 2;
        if (!before(entry, m_queue[parent]))
            break;
        place(index, m_queue[parent]);
        index = parent;
    }
    place(index, entry);
}

void Scheduler::siftDown(std::size_t index, const Entry& entry)
{
    for (std::size_t child = 2 * index + 1; child < m_queue.size(); child = 2 * index + 1) {
        if (child + 1 < m_queue.size() && before(m_queue[child + 1], m_queue[child]))
            ++child;
        if (!before(m_queue[child], entry))
            break;
        place(index, m_queue[child]);
        index = child;
    }
    place(index, entry);
}

void Scheduler::removeAt(std::size_t index)
{
    const Entry last = m_queue.back();
    m_queue.pop_back();
    if (index == m_queue.size())
        return;
    if (index > 0 && before(last, m_queue[(index - 1) / 2]))
        siftUp(index, last);
    else
        siftDown(index, last);
}

void Scheduler::runFront()
{
    const Entry entry = m_queue.front();
    Slot& slot = m_slots[entry.slot];
    // Out of its slot before it runs: it may schedule, which moves slots, or cancel itself.
    Action action = std::move(slot.action);
    m_recentNames[static_cast<std::size_t>(m_executed % m_recentNames.size())] = slot.name;
    removeAt(0);
    freeSlot(entry.slot);
    m_now = entry.time;
    ++m_executed;
    action();
}

bool Scheduler::instantIsExhausted()
{
    const VirtualTime due = m_queue.front().time;
    if (due != m_instant) {
        m_instant = due;
        m_instantCount = 0;
    }
    if (m_instantCount < m_instantLimit) {
        ++m_instantCount;
        return false;
    }
    m_instantCount = 0; // who goes on after the fault gets as many again
    return true;
}

Error Scheduler::runawayError() const
{
    std::vector<std::string_view> names;
    const std::uint64_t known = std::min<std::uint64_t>(m_executed, m_recentNames.size());
    for (std::uint64_t back = known; back > 0; --back) {
        const std::string_view name =
            m_recentNames[static_cast<std::size_t>((m_executed - back) % m_recentNames.size())];
        if (std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    }
    return Error{.code = ErrorCode::LimitExceeded,
                 .message =
                     fmt::format("{} events ran at {} without letting time pass; the last "
                                 "were \"{}\"",
                                 m_instantLimit, toString(m_now), fmt::join(names, "\", \"")),
                 .expected = "every chain of events to take time",
                 .advice = "give one of these events a delay"};
}

Result<void> Scheduler::run(VirtualTime end)
{
    require(!m_running, "an event does not run the scheduler that runs it");
    m_running = true;
    m_end = end;
    m_interrupted = false;
    while (!m_fault && !m_interrupted && !m_queue.empty() && m_queue.front().time <= m_end) {
        if (instantIsExhausted())
            fault(runawayError());
        else
            runFront();
    }
    m_running = false;
    if (!m_fault)
        return {};
    Error error = std::move(*m_fault);
    m_fault.reset();
    m_interrupted = true;
    return fail(std::move(error));
}

Result<void> Scheduler::runUntil(VirtualTime end)
{
    auto done = run(end);
    if (done && !m_interrupted)
        m_now = std::max(m_now, m_end);
    return done;
}

void Scheduler::advanceTo(VirtualTime time)
{
    require(time >= m_now, "virtual time does not run backwards");
    require(time <= nextEventAt(), "the clock does not pass an event that is due");
    m_now = time;
}

void Scheduler::restoreClock(VirtualTime time)
{
    require(!m_running, "the clock is put back between runs");
    m_now = time;
}

void Scheduler::cutTo(VirtualTime time)
{
    m_end = std::min(m_end, std::max(time, m_now));
}

void Scheduler::fault(Error error)
{
    if (!m_fault)
        m_fault = std::move(error);
}

} // namespace perisphere::engine
