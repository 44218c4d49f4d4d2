#include "perisphere/device/network_changes.hpp"

#include <algorithm>
#include <cstdint>
#include <sys/eventfd.h>
#include <unistd.h>

namespace perisphere::device
{

NetworkChanges::Watch::Watch(NetworkChanges* changes)
    : m_changes(changes)
    , m_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (m_changes == nullptr)
        return;
    const std::lock_guard lock(m_changes->m_mutex);
    m_changes->m_events.push_back(m_event.get());
}

NetworkChanges::Watch::~Watch()
{
    if (m_changes == nullptr)
        return;
    const std::lock_guard lock(m_changes->m_mutex);
    auto& events = m_changes->m_events;
    events.erase(std::find(events.begin(), events.end(), m_event.get()));
}

void NetworkChanges::Watch::take() const
{
    std::uint64_t count = 0;
    static_cast<void>(!::read(m_event.get(), &count, sizeof count));
}

void NetworkChanges::announce()
{
    const std::uint64_t one = 1;
    const std::lock_guard lock(m_mutex);
    for (const int event : m_events)
        static_cast<void>(!::write(event, &one, sizeof one));
}

} // namespace perisphere::device
