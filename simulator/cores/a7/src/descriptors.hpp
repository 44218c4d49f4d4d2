// What the descriptors of a program lead to, as far as it counts.
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

/// A device that a descriptor is of (device_nodes.hpp).
enum class NodeKind : std::uint8_t { None, Adc, Pwm, Cpufreq, Random };

struct Node {
    NodeKind kind = NodeKind::None;
    std::uint32_t number = 0; ///< of its kind: /dev/pwm2
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
    /// One of a device in /dev.
    void setNode(int fd, Node node, Reach reach);
    /// The two ends of a new pipe.
    void setPipe(int readEnd, int writeEnd);
    void duplicated(int from, int to);
    void closed(int fd);
    /// Those from `first` to `last`, both included.
    void closedBetween(int first, int last);

    [[nodiscard]] Reach reachOf(int fd) const;
    [[nodiscard]] std::optional<Timers::Id> timerOf(int fd) const;
    /// The same number for both ends of a pipe that the program has made, as far as known; 0: of
    /// something else.
    [[nodiscard]] unsigned pipeOf(int fd) const;
    [[nodiscard]] Node nodeOf(int fd) const;
    /// One that has that timer.
    [[nodiscard]] std::optional<int> withTimer(Timers::Id timer) const;
    /// Whether the program waits for the host when it waits for descriptors: it has a connection to
    /// the outside.
    [[nodiscard]] bool hasConnection() const;

private:
    struct Entry {
        Reach reach = Reach::Program;
        std::optional<Timers::Id> timer;
        unsigned pipe = 0;
        Node node = {};
    };
    Entry& entry(int fd);

    Timers& m_timers;
    unsigned m_lastPipe = 0;
    std::vector<Entry> m_entries; ///< by number; those beyond it are the program's
};

} // namespace perisphere::a7
