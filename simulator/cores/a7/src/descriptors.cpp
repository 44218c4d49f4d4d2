#include "descriptors.hpp"

#include <algorithm>
#include <sys/socket.h>
#include <utility>

namespace perisphere::a7
{
namespace
{

constexpr std::size_t kMostTracked = 65536;

} // namespace

Descriptors::Entry& Descriptors::entry(int fd)
{
    static Entry beyond;
    const auto place = static_cast<std::size_t>(fd);
    if (fd < 0 || place >= kMostTracked)
        return beyond = {};
    if (place >= m_entries.size())
        m_entries.resize(place + 1);
    return m_entries[place];
}

void Descriptors::set(int fd, Reach reach)
{
    entry(fd) = {.reach = reach, .timer = {}, .pipe = 0, .node = {}};
}

void Descriptors::setTimer(int fd, Timers::Id timer)
{
    entry(fd) = {.reach = Reach::Program, .timer = timer, .pipe = 0, .node = {}};
}

void Descriptors::setPipe(int readEnd, int writeEnd)
{
    ++m_lastPipe;
    for (const int fd : {readEnd, writeEnd})
        entry(fd) = {.reach = Reach::Program, .timer = {}, .pipe = m_lastPipe, .node = {}};
}

void Descriptors::setNode(int fd, Node node, Reach reach)
{
    entry(fd) = {.reach = reach, .timer = {}, .pipe = 0, .node = node};
}

Node Descriptors::nodeOf(int fd) const
{
    const auto place = static_cast<std::size_t>(fd);
    return fd >= 0 && place < m_entries.size() ? m_entries[place].node : Node();
}

unsigned Descriptors::pipeOf(int fd) const
{
    const auto place = static_cast<std::size_t>(fd);
    return fd >= 0 && place < m_entries.size() ? m_entries[place].pipe : 0;
}

void Descriptors::duplicated(int from, int to)
{
    if (from == to)
        return;
    const Entry copied = entry(from);
    closed(to);
    entry(to) = copied;
}

void Descriptors::closed(int fd)
{
    const auto timer = std::exchange(entry(fd), {}).timer;
    if (timer && !withTimer(*timer))
        m_timers.remove(*timer);
}

void Descriptors::closedBetween(int first, int last)
{
    const auto end = std::min(last, static_cast<int>(m_entries.size()) - 1);
    for (int fd = std::max(first, 0); fd <= end; ++fd)
        closed(fd);
}

Reach Descriptors::reachOf(int fd) const
{
    const auto place = static_cast<std::size_t>(fd);
    return fd >= 0 && place < m_entries.size() ? m_entries[place].reach : Reach::Program;
}

std::optional<Timers::Id> Descriptors::timerOf(int fd) const
{
    const auto place = static_cast<std::size_t>(fd);
    return fd >= 0 && place < m_entries.size() ? m_entries[place].timer : std::nullopt;
}

std::optional<int> Descriptors::withTimer(Timers::Id timer) const
{
    const auto found =
        std::ranges::find_if(m_entries, [&](const Entry& one) { return one.timer == timer; });
    return found == m_entries.end() ? std::nullopt
                                    : std::optional(static_cast<int>(found - m_entries.begin()));
}

bool Descriptors::hasConnection() const
{
    for (std::size_t fd = 0; fd < m_entries.size(); ++fd) {
        if (m_entries[fd].reach != Reach::Host)
            continue;
        int isListening = 0;
        socklen_t bytes = sizeof isListening;
        if (::getsockopt(static_cast<int>(fd), SOL_SOCKET, SO_ACCEPTCONN, &isListening, &bytes) ==
                0 &&
            isListening == 0)
            return true;
    }
    return false;
}

} // namespace perisphere::a7
