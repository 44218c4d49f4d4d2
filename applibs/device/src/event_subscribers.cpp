#include "event_subscribers.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>

namespace perisphere::device
{
namespace
{

bool isClosedByPeer(int socket)
{
    pollfd poll{.fd = socket, .events = 0, .revents = 0};
    return ::poll(&poll, 1, 0) > 0 && (poll.revents & (POLLHUP | POLLERR)) != 0;
}

} // namespace

void EventSubscribers::dropClosed()
{
    std::erase_if(m_subscribers,
                  [](const auto& one) { return isClosedByPeer(one.second.socket.get()); });
}

Outcome<UniqueFd> EventSubscribers::add(const App& app, std::uint32_t events)
{
    dropClosed();
    if (m_subscribers.contains(app.componentId))
        return refuse(EINVAL, "the app is registered for system events already; call "
                              "SysEvent_UnregisterForEventNotifications first");
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return refuse(errno, "no socket is left for system events");
    UniqueFd appsEnd(ends[1]);
    m_subscribers[app.componentId] = {.socket = UniqueFd(ends[0]), .events = events};
    return appsEnd;
}

void EventSubscribers::send(const protocol::SysEventPacket& packet, std::string_view except)
{
    dropClosed();
    for (const auto& [componentId, subscriber] : m_subscribers) {
        if ((subscriber.events & packet.event) == 0 || componentId == except)
            continue;
        if (::send(subscriber.socket.get(), &packet, sizeof packet, MSG_DONTWAIT | MSG_NOSIGNAL) <
                0 &&
            errno == EAGAIN)
            m_log.write(componentId, LogSource::Device,
                        "the app does not take its system events and misses one; run its event "
                        "loop");
    }
}

bool EventSubscribers::areWanted(std::uint32_t events)
{
    dropClosed();
    for (const auto& [componentId, subscriber] : m_subscribers)
        if ((subscriber.events & events) != 0)
            return true;
    return false;
}

} // namespace perisphere::device
