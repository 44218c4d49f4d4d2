// Timers that timer_create(2) makes: a signal when they expire, and how many expirations the
// program was too late for. As in the kernel one whose signal is pending counts on, and is set
// again when the signal is taken.
#pragma once

#include "perisphere/a7/process.hpp"
#include "signals.hpp"
#include "timers.hpp"

#include <cstdint>
#include <map>
#include <optional>

namespace perisphere::a7
{

/// What timers go by.
struct TimerClock {
    Timers& timers;
    Instant now;
};

class PosixTimers
{
public:
    using Id = std::int32_t;

    explicit PosixTimers(Process::Impl& process)
        : m_process(process)
    {
    }

    struct Kind {
        int clock = 0;
        int clockThread = 0;                ///< of a thread's clock: whose
        int signal = 0;                     ///< 0: none
        std::optional<std::uint32_t> value; ///< that the signal brings; none: the timer's id
        int thread = 0;                     ///< that gets the signal; 0: any
    };
    /// nullopt: there are too many.
    [[nodiscard]] std::optional<Id> add(const Kind& kind);
    void remove(Id id);
    [[nodiscard]] const Kind* find(Id id) const;
    /// In the child of a fork.
    void clear();
    /// Timers of its clock stand still from now on.
    void leaveThread(int thread);

    // Of one that there is

    /// No expiry: disarms. false: its clock is gone.
    [[nodiscard]] bool set(Id id, std::optional<Instant> expiry, Instant interval);
    [[nodiscard]] Timers::Setting get(Id id) const;
    /// Before the signal that was taken last.
    [[nodiscard]] int overrunOf(Id id) const { return m_timers.at(id).overrun; }

    /// A signal of SI_TIMER is taken, or thrown away; it learns of the overrun.
    void take(PendingSignal& signal);

private:
    struct Timer {
        Kind kind;
        Timers::Id alarm = 0; ///< among those of its clock
        std::optional<Instant> expiry;
        Instant interval{};
        bool isPending = false; ///< its signal
        unsigned setting = 0;   ///< which one, that signals of earlier ones change nothing
        int overrun = 0;
    };
    void expire(Id id);
    std::int64_t setAgain(Timer& timer, const TimerClock& clock, Instant from) const;

    Process::Impl& m_process;
    std::map<Id, Timer> m_timers;
    Id m_next = 0;
};

} // namespace perisphere::a7
