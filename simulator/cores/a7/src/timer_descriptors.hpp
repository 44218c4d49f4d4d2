// Timerfds of a program in the host's time that expire once: no timer of the host's is set for
// them, which costs many times what all else of a call does. The descriptor is the host's, and is
// told when the time has come.
#pragma once

#include "descriptors.hpp"
#include "timers.hpp"

#include <ctime>
#include <map>

namespace perisphere::a7
{

class TimerDescriptors
{
public:
    TimerDescriptors(Timers& timers, Descriptors& descriptors)
        : m_timers(timers)
        , m_descriptors(descriptors)
    {
    }

    /// A new timerfd of CLOCK_MONOTONIC, which nobody else has.
    void add(int fd);
    /// timerfd_settime(2) and timerfd_gettime(2), of any descriptor. @return 0, or -1 with errno
    int set(int fd, int flags, const itimerspec& wanted, itimerspec& before, Instant now);
    int get(int fd, itimerspec& setting, Instant now) const;
    /// Before other processes can have them: from now on all that there are are the host's.
    void leaveToHost();

private:
    [[nodiscard]] std::optional<Timers::Id> timerOf(int fd) const;
    void expired(Timers::Id timer);

    Timers& m_timers;
    Descriptors& m_descriptors;
    /// Whether the host's timer may be set, or has expirations that the program has not read.
    std::map<Timers::Id, bool> m_isSet;
};

} // namespace perisphere::a7
