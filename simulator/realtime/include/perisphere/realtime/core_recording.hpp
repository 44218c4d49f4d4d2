// What a core has lived through, so that a debugger can go back.
//
// A core's run follows from its memory and from what reaches it: values read from registers,
// interrupts, what others write into its memory. Those are written down with the cycle at which
// they came, and from time to time all of the core's own state. Going back is to take up such a
// state and to run from there with what is written down; nothing of the device is touched.
#pragma once

#include "perisphere/engine/snapshot.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace perisphere::realtime
{

class RealTimeCore;

struct RecordedEvent {
    enum class Kind : std::uint8_t { Read, Write, LineHigh, LineLow, Pulse, Skip, Memory };
    Kind kind = Kind::Read;
    bool isDuringAccess = false; ///< follows from the access in front of it
    bool isFault = false;        ///< of Read and Write: nothing answered
    std::uint8_t bytes = 0;      ///< of Memory
    std::uint64_t cycle = 0;
    std::uint32_t address = 0; ///< of Memory; else the interrupt's number
    std::uint32_t value = 0;
};

/// Machine thread only.
class CoreRecording
{
public:
    /// A state is kept this often ...
    static constexpr std::uint64_t kCyclesPerState = 4'000'000;
    static constexpr std::size_t kEventsPerState = 500'000;
    /// ... and so many at most: beyond, the oldest past is forgotten.
    static constexpr std::size_t kMaxStates = 64;

    explicit CoreRecording(RealTimeCore& core)
        : m_core(core)
    {
    }

    void begin();
    void end();
    [[nodiscard]] bool isOn() const { return m_isOn; }
    /// Whether the core is where it was, not where it is.
    [[nodiscard]] bool isInPast() const { return m_isInPast; }

    // What reaches the core. False: the core is in the past, so it gets it later.
    bool note(const RecordedEvent& event);
    /// An access that begins, and what came of it; nullopt: nothing answered.
    std::size_t noteAccess(RecordedEvent::Kind kind);
    void completeAccess(std::size_t number, std::optional<std::uint32_t> value);
    /// An access of the core while it repeats: what it got then.
    std::optional<RecordedEvent> repeatAccess();
    /// While it repeats: whether nothing that came from outside came before an access at that
    /// cycle. The core waited with the access then, in the middle of a run, and does so again.
    [[nodiscard]] bool admitsAccess(std::uint64_t cycle) const;
    [[nodiscard]] bool isRepeating() const { return m_isRepeating; }
    void setDuringAccess(bool isDuring) { m_isDuringAccess = isDuring; }

    /// As far back as it goes; what is older is forgotten.
    [[nodiscard]] const std::deque<RecordedEvent>& events() const { return m_events; }

    /// Between runs: keeps a state when it is time.
    void keepState();

    enum class End : std::uint8_t {
        Stopped, ///< at a breakpoint or watchpoint
        Reached, ///< where it was to go
        Present, ///< at the end of what is written down
        Oldest,  ///< at its begin
    };
    /// From the present or a past one instruction back.
    End stepBack();
    /// Back to the last breakpoint or watchpoint in front of here.
    End runBack();
    /// In the past: one instruction on, or on to a breakpoint or the present.
    End stepOn();
    End runOn();

private:
    struct KeptState {
        std::uint64_t cycle = 0;
        std::uint64_t event = 0; ///< number of the first one that came after it
        engine::Snapshot snapshot;
    };

    void goToPast();
    void takeUp(KeptState& state);
    /// The last kept one in front of that cycle.
    [[nodiscard]] std::size_t stateBefore(std::uint64_t cycle) const;
    /// Repeats up to the first boundary of instructions at or after `cycle`.
    End repeatTo(std::uint64_t cycle, bool stopsAtBreakpoints);
    End repeatOne();
    void applyDue();
    void apply(const RecordedEvent& event);
    End atPresent();
    [[nodiscard]] const RecordedEvent* next() const;
    [[nodiscard]] std::uint64_t cycle() const;

    RealTimeCore& m_core;
    bool m_isOn = false;
    bool m_isInPast = false;
    bool m_isRepeating = false;
    bool m_isDuringAccess = false;
    std::deque<RecordedEvent> m_events;
    std::uint64_t m_firstEvent = 0; ///< number of m_events.front()
    std::uint64_t m_nextEvent = 0;  ///< while in the past
    std::deque<KeptState> m_states;
    std::uint64_t m_presentCycle = 0;
};

} // namespace perisphere::realtime
