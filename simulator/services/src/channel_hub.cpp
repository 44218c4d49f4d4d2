#include "channel_hub.hpp"

#include <utility>

namespace perisphere::services
{
ChannelHub::ChannelHub(VirtualApps* virtualApps)
    : m_virtualApps(virtualApps)
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
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
    m_seenCount = 0; // level-triggered: what is watched still is told again
    epoll_event event{};
    event.events = events;
    event.data.ptr = &endpoint;
    ::epoll_ctl(m_epoll.get(), EPOLL_CTL_MOD, endpoint.descriptor(), &event);
}

void ChannelHub::unwatch(Endpoint& endpoint)
{
    m_seenCount = 0; // level-triggered: the others are told again
    ::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, endpoint.descriptor(), nullptr);
}

void ChannelHub::remove(Endpoint& endpoint)
{
    unwatch(endpoint);
    if (auto node = m_endpoints.extract(&endpoint))
        m_removed.insert(std::move(node));
}

std::vector<PinUse> ChannelHub::uses() const
{
    std::vector<PinUse> uses;
    for (const auto& [endpoint, owned] : m_endpoints)
        uses.push_back(endpoint->use());
    return uses;
}

void ChannelHub::clear()
{
    m_removed.clear();
    m_endpoints.clear();
}

void ChannelHub::poll()
{
    if (!hasInput())
        return;
    const int count = std::exchange(m_seenCount, 0);
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = m_seen[static_cast<std::size_t>(i)];
        auto* const endpoint = static_cast<Endpoint*>(event.data.ptr);
        if (!m_removed.contains(endpoint)) // by another one's ready() just now
            endpoint->ready(event.events);
    }
    m_removed.clear();
}

bool ChannelHub::hasInput() const
{
    if (m_virtualApps != nullptr && !m_virtualApps->mayTakeInput())
        return false;
    if (m_seenCount <= 0)
        m_seenCount = ::epoll_wait(m_epoll.get(), m_seen.data(), kMaxEvents, 0);
    return m_seenCount > 0;
}

} // namespace perisphere::services
