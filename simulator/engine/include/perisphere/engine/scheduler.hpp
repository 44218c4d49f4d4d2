// The event queue and the virtual clock.
//
// Order of events: by time; at one time by Priority; then first scheduled, first run. Nothing else
// (addresses, hash order, host time) has a say, so equal inputs give equal runs.
//
// One thread uses a scheduler; Machine says which.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/engine/move_only_function.hpp"
#include "perisphere/engine/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace perisphere::engine
{

/// Who goes first among events of one instant.
enum class Priority : std::uint8_t {
    Model,  ///< peripherals and parts: what the hardware does at this instant ...
    Core,   ///< ... is done when a core's slice that starts here looks at it
    Report, ///< samples and summaries see the instant complete
};

/// The name of an event in traces and error messages: a string literal, "uart.byteSent". What
/// forwards its arguments (make_unique) has to be given EventName("uart.byteSent").
class EventName
{
public:
    template <std::size_t N>
    consteval EventName(const char (&literal)[N]) // NOLINT: a literal is a name
        : m_text(literal)
    {
    }
    [[nodiscard]] const char* text() const { return m_text; }

private:
    const char* m_text;
};

/// Names one scheduled event. Copies are equal; a handle outlives its event harmlessly.
class EventHandle
{
public:
    EventHandle() = default;

private:
    friend class Scheduler;
    EventHandle(std::uint32_t slot, std::uint32_t generation)
        : m_slot(slot)
        , m_generation(generation)
    {
    }
    std::uint32_t m_slot = 0;
    std::uint32_t m_generation = 0; // 0 names nothing: slots count from 1
};

class Scheduler
{
public:
    using Action = MoveOnlyFunction<void()>;

    Scheduler() = default;
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    [[nodiscard]] VirtualTime now() const { return m_now; }

    /// Schedules `action`; a time that has passed counts as now. No heap allocation once the queue
    /// has been as long before and the action fits MoveOnlyFunction's inline storage.
    EventHandle at(VirtualTime time, EventName name, Action action,
                   Priority priority = Priority::Model);
    EventHandle after(Duration delay, EventName name, Action action,
                      Priority priority = Priority::Model)
    {
        return at(later(m_now, delay), name, std::move(action), priority);
    }

    /// Takes an event back. False when it has run, runs now, or was cancelled before.
    bool cancel(EventHandle handle);
    [[nodiscard]] bool isPending(EventHandle handle) const;

    /// When the next event is due, kNever when there is none.
    [[nodiscard]] VirtualTime nextEventAt() const
    {
        return m_queue.empty() ? kNever : m_queue.front().time;
    }
    [[nodiscard]] std::size_t pendingEvents() const { return m_queue.size(); }
    [[nodiscard]] std::uint64_t executedEvents() const { return m_executed; }

    /// Runs what is due up to and including `end`, in order; the clock stays at the last event.
    /// Ends early after interrupt(), cutTo() or a fault; a fault is returned, once, and what is
    /// still queued stays queued.
    Result<void> run(VirtualTime end);

    /// run(), then the clock moves on to `end` unless the run ended early.
    Result<void> runUntil(VirtualTime end);

    /// Moves the clock without running anything: not back, and not past the next event. A core that
    /// runs ahead inside its slice moves the clock along this way.
    void advanceTo(VirtualTime time);

    /// Puts the clock to any instant, for whoever takes the state of all that counts time here back
    /// from a snapshot. What is queued keeps its time. Not during a run.
    void restoreClock(VirtualTime time);

    /// The run in progress returns after the current event; others of the same instant stay queued.
    void interrupt() { m_interrupted = true; }

    /// The run in progress goes no further than `time` (or now, if that is later).
    void cutTo(VirtualTime time);

    /// A model cannot go on: the current or next run returns this error after the current event.
    /// The first fault of a run is kept.
    void fault(Error error);
    /// The run in progress ends for a fault: who runs on its own inside an event stops, too.
    [[nodiscard]] bool hasFault() const { return m_fault.has_value(); }

    /// How many events may run without time passing before that counts as a fault (LimitExceeded
    /// naming the events). The default is far above what a board does in one instant.
    void setInstantLimit(std::uint32_t events) { m_instantLimit = events; }
    static constexpr std::uint32_t kDefaultInstantLimit = 1'000'000;

private:
    struct Slot {
        Action action;
        const char* name = nullptr;
        std::uint32_t generation = 1;
        std::uint32_t queueIndex = 0; // meaningful while used
        bool used = false;
    };
    struct Entry {
        VirtualTime time;
        std::uint64_t order; // priority in the top byte, then the running number
        std::uint32_t slot;
    };

    static bool before(const Entry& a, const Entry& b);
    friend class Timer;
    /// The place of a pending event among those of its instant, and an event put back there.
    [[nodiscard]] std::uint64_t orderOf(EventHandle handle) const;
    EventHandle atOrder(VirtualTime time, EventName name, Action action, std::uint64_t order);
    std::uint32_t takeSlot();
    void freeSlot(std::uint32_t slot);
    void place(std::size_t index, const Entry& entry);
    void siftUp(std::size_t index, const Entry& entry);
    void siftDown(std::size_t index, const Entry& entry);
    void removeAt(std::size_t index);
    void runFront();
    bool instantIsExhausted();
    [[nodiscard]] Error runawayError() const;

    VirtualTime m_now{};
    VirtualTime m_end = VirtualTime::min(); // of the run in progress
    std::vector<Entry> m_queue;             // binary heap
    std::vector<Slot> m_slots;
    std::vector<std::uint32_t> m_freeSlots;
    std::uint64_t m_sequence = 0;
    std::uint64_t m_executed = 0;
    std::uint32_t m_instantLimit = kDefaultInstantLimit;
    std::uint32_t m_instantCount = 0;
    VirtualTime m_instant = VirtualTime::min();
    std::array<const char*, 8> m_recentNames{}; // ring of the last events, for the runaway message
    std::optional<Error> m_fault;
    bool m_running = false;
    bool m_interrupted = false;
};

} // namespace perisphere::engine
