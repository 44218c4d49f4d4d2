// What the descriptors of a program on a device's clock lead to.
#pragma once

#include "timers.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace perisphere::a7
{

/// Who is at the other end.
enum class Reach : std::uint8_t {
    Program, ///< the program itself: pipes, files, eventfds
    Device,  ///< services, peripherals, the log
    Host,    ///< sockets to the outside, which know no virtual time
};

class Descriptors
{
public:
    explicit Descriptors(Timers& timers)
        : m_timers(timers)
    {
    }

    void set(int fd, Reach reach);
    /// A descriptor that is told when the timer expires; the timer goes with the last of them.
    void setTimer(int fd, Timers::Id timer);
    void duplicated(int from, int to);
    void closed(int fd);
    /// Those from `first` to `last`, both included.
    void closedBetween(int first, int last);

    [[nodiscard]] Reach reachOf(int fd) const;
    [[nodiscard]] std::optional<Timers::Id> timerOf(int fd) const;
    /// One that has that timer.
    [[nodiscard]] std::optional<int> withTimer(Timers::Id timer) const;
    /// Whether the program waits for the host when it waits for descriptors: it has a connection to
    /// the outside.
    [[nodiscard]] bool hasConnection() const;

private:
    struct Entry {
        Reach reach = Reach::Program;
        std::optional<Timers::Id> timer;
    };
    Entry& entry(int fd);

    Timers& m_timers;
    std::vector<Entry> m_entries; ///< by number; those beyond it are the program's
};

} // namespace perisphere::a7
