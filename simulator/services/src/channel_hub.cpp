#include "channel_hub.hpp"

#include <array>
#include <sys/epoll.h>

namespace perisphere::services
{
namespace
{

/// Taken in one poll; the others come in the next, after the events of a slice.
constexpr int kMaxEvents = 64;

} // namespace

ChannelHub::ChannelHub()
    : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
{
}

bool ChannelHub::add(std::unique_ptr<Endpoint> endpoint, std::uint32_t events)
{
    epoll_event event{};
    event.events = events;
    event.data.ptr = endpoint.get();
    if (::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, endpoint->descriptor(), &event) != 0)
        return false;
    Endpoint* const key = endpoint.get();
    m_endpoints.emplace(key, std::move(endpoint));
    return true;
}

void ChannelHub::watch(Endpoint& endpoint, std::uint32_t events)
{
    epoll_event event{};
    event.events = events;
    event.data.ptr = &endpoint;
    ::epoll_ctl(m_epoll.get(), EPOLL_CTL_MOD, endpoint.descriptor(), &event);
}

void ChannelHub::unwatch(Endpoint& endpoint)
{
    ::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, endpoint.descriptor(), nullptr);
}

void ChannelHub::remove(Endpoint& endpoint)
{
    unwatch(endpoint);
    if (auto node = m_endpoints.extract(&endpoint))
        m_removed.insert(std::move(node));
}

void ChannelHub::clear()
{
    m_removed.clear();
    m_endpoints.clear();
}

void ChannelHub::poll()
{
    std::array<epoll_event, kMaxEvents> events;
    const int count = ::epoll_wait(m_epoll.get(), events.data(), kMaxEvents, 0);
    for (int i = 0; i < count; ++i) {
        auto* const endpoint = static_cast<Endpoint*>(events[static_cast<std::size_t>(i)].data.ptr);
        if (!m_removed.contains(endpoint)) // by another one's ready() just now
            endpoint->ready(events[static_cast<std::size_t>(i)].events);
    }
    m_removed.clear();
}

bool ChannelHub::hasInput() const
{
    epoll_event event{};
    return ::epoll_wait(m_epoll.get(), &event, 1, 0) > 0;
}

} // namespace perisphere::services
