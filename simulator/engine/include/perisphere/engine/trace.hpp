// The trace recorder: what chosen pins and properties did, and when.
//
// It is an observer like any other. Memory is bounded: a ring of records drops the oldest and
// counts them; the value that each signal had before the oldest record left is kept, so that a
// trace is right from its first instant.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/engine/pin.hpp"
#include "perisphere/engine/property.hpp"
#include "perisphere/engine/scheduler.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace perisphere::engine
{

/// One bit that may float, an integer, or a real number.
using TraceValue = std::variant<Level, std::int64_t, double>;

struct TraceSignal {
    std::string name; ///< "MT3620.GPIO8", "led1.brightness"
    std::string unit; ///< "V"; empty: none
    TraceValue first; ///< at Trace::begin; later values are of the same alternative
};

struct TraceRecord {
    VirtualTime time;
    std::uint32_t signal = 0; ///< index in Trace::signals
    TraceValue value;
};

/// A copy of what was recorded: for export, and for handing to another thread.
struct Trace {
    VirtualTime begin; ///< from here on it is complete
    VirtualTime end;
    std::uint64_t dropped = 0; ///< records before `begin` that did not fit
    std::vector<TraceSignal> signals;
    std::vector<TraceRecord> records; ///< by time; at one time in the order of the changes
};

/// Some of the records, for one who reads on.
struct TracePage {
    std::uint64_t next = 0;   ///< to read on from
    std::uint64_t missed = 0; ///< records that were asked for and have been dropped
    std::vector<TraceRecord> records;
};

/// Machine thread only. Signals are gone for good when their pin or property goes; what they did
/// stays recorded.
class TraceRecorder
{
public:
    /// Holds up to `capacity` records of 32 bytes, at least 1; memory grows up to that as needed.
    TraceRecorder(const Scheduler& scheduler, std::size_t capacity);
    TraceRecorder(const TraceRecorder&) = delete;
    TraceRecorder& operator=(const TraceRecorder&) = delete;

    /// A pin's digital level. @return its index among the signals
    std::uint32_t watchLevel(Pin& pin);
    /// A pin's voltage, in volts, as signal "<pin>.voltage".
    void watchVoltage(Pin& pin);
    /// Bool, integer, number or choice (as the index). Unsupported for other types.
    Result<void> watch(const PropertyTable& owner, Property& property);

    /// What a watched level was at an instant that may be past: of one that only becomes known
    /// later, as a bit on a bus. Not before the signal's last record, and not after now.
    void recordLevel(std::uint32_t signal, VirtualTime at, Level level);

    [[nodiscard]] std::size_t size() const { return m_records.size(); }
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; }

    [[nodiscard]] Trace snapshot() const;
    /// At most `limit` records, from the one with that number on; the first ever has number 0.
    /// By time within the page, and of each signal by time from page to page.
    [[nodiscard]] TracePage page(std::uint64_t from, std::size_t limit) const;
    /// As of the oldest record that is there: its time, and what each signal had in front of it.
    [[nodiscard]] VirtualTime begin() const { return m_begin; }
    [[nodiscard]] const std::vector<TraceSignal>& signals() const { return m_signals; }
    /// Forgets the records; the signals stay.
    void clear();

private:
    std::uint32_t addSignal(std::string name, std::string unit, TraceValue now);
    void record(std::uint32_t signal, TraceValue value)
    {
        record(signal, m_scheduler.now(), value);
    }
    void record(std::uint32_t signal, VirtualTime at, TraceValue value);

    const Scheduler& m_scheduler;
    const std::size_t m_capacity;
    std::vector<TraceSignal> m_signals;
    std::vector<TraceValue> m_latest;        ///< of each signal ...
    std::vector<VirtualTime> m_latestChange; ///< ... since then
    std::vector<TraceRecord> m_records;
    std::size_t m_oldest = 0; ///< in m_records, once they are as many as fit
    std::uint64_t m_dropped = 0;
    VirtualTime m_begin;
    std::vector<Subscription> m_subscriptions;
};

/// IEEE 1364 value change dump, for GTKWave, PulseView and others. The part of a name before its
/// first dot is the scope. Levels are 1-bit wires (floating: z), integers 64-bit vectors, numbers
/// reals. Holds no date: the same trace gives the same text.
[[nodiscard]] std::string toVcd(const Trace& trace);

/// RFC 4180: a header, then a line a record: time in nanoseconds, signal, value (levels as 0, 1,
/// z), unit. Begins with each signal's first value at the trace's begin.
[[nodiscard]] std::string toCsv(const Trace& trace);

} // namespace perisphere::engine
