// Who keeps virtual time from passing.
//
// When nothing is due, an unthrottled clock jumps to the next event. It must not jump over an app
// that is still computing in virtual time: for it, no time has passed. Such an app is represented
// by a hold, whose horizon is the virtual time up to which the app has run. Time passes no hold's
// horizon, in any mode; up to the least horizon it passes even when nothing is due. An app that
// only lives in real time takes no hold.
#pragma once

#include "perisphere/engine/scheduler.hpp"
#include "perisphere/engine/time.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace perisphere::engine
{

class BusyHolds;

/// Keeps time until it is released or destroyed. Machine thread only. Does not outlive its
/// BusyHolds.
class BusyHold
{
public:
    BusyHold() = default;
    BusyHold(BusyHold&& other) noexcept;
    BusyHold& operator=(BusyHold&& other) noexcept;
    BusyHold(const BusyHold&) = delete;
    BusyHold& operator=(const BusyHold&) = delete;
    ~BusyHold() { release(); }

    /// Usually later than before: the app has run that far. Events at the horizon itself may run.
    void setHorizon(VirtualTime horizon);
    void release();
    [[nodiscard]] bool isHeld() const { return m_holds != nullptr; }

private:
    friend class BusyHolds;
    BusyHold(BusyHolds& holds, std::uint64_t id)
        : m_holds(&holds)
        , m_id(id)
    {
    }
    BusyHolds* m_holds = nullptr;
    std::uint64_t m_id = 0;
};

class BusyHolds
{
public:
    explicit BusyHolds(Scheduler& scheduler)
        : m_scheduler(scheduler)
    {
    }
    BusyHolds(const BusyHolds&) = delete;
    BusyHolds& operator=(const BusyHolds&) = delete;

    /// `name` says who, to people who wonder why time stands still: "app 1689d8b2".
    [[nodiscard]] BusyHold take(std::string name, VirtualTime horizon);

    /// The least of all horizons; kNever without holds.
    [[nodiscard]] VirtualTime horizon() const;
    /// Whose horizon is the least, in the order they were taken.
    [[nodiscard]] std::vector<std::string> holders() const;

private:
    friend class BusyHold;
    struct Entry {
        std::uint64_t id;
        VirtualTime horizon;
        std::string name;
    };
    void set(std::uint64_t id, VirtualTime horizon);
    void drop(std::uint64_t id);

    Scheduler& m_scheduler;
    std::vector<Entry> m_entries; // few: one an app
    std::uint64_t m_nextId = 0;
};

} // namespace perisphere::engine
