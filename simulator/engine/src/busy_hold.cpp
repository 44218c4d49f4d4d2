#include "perisphere/engine/busy_hold.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::engine
{

BusyHold::BusyHold(BusyHold&& other) noexcept
    : m_holds(std::exchange(other.m_holds, nullptr))
    , m_id(other.m_id)
{
}

BusyHold& BusyHold::operator=(BusyHold&& other) noexcept
{
    if (this != &other) {
        release();
        m_holds = std::exchange(other.m_holds, nullptr);
        m_id = other.m_id;
    }
    return *this;
}

void BusyHold::setHorizon(VirtualTime horizon)
{
    if (m_holds != nullptr)
        m_holds->set(m_id, horizon);
}

void BusyHold::release()
{
    if (BusyHolds* holds = std::exchange(m_holds, nullptr))
        holds->drop(m_id);
}

BusyHold BusyHolds::take(std::string name, VirtualTime horizon)
{
    m_entries.push_back({.id = m_nextId++, .horizon = horizon, .name = std::move(name)});
    m_scheduler.cutTo(horizon);
    return {*this, m_entries.back().id};
}

VirtualTime BusyHolds::horizon() const
{
    VirtualTime least = kNever;
    for (const Entry& entry : m_entries)
        least = std::min(least, entry.horizon);
    return least;
}

std::vector<std::string> BusyHolds::holders() const
{
    const VirtualTime least = horizon();
    std::vector<std::string> names;
    for (const Entry& entry : m_entries)
        if (entry.horizon == least)
            names.push_back(entry.name);
    return names;
}

void BusyHolds::set(std::uint64_t id, VirtualTime horizon)
{
    for (Entry& entry : m_entries)
        if (entry.id == id)
            entry.horizon = horizon;
    m_scheduler.cutTo(horizon);
}

void BusyHolds::drop(std::uint64_t id)
{
    std::erase_if(m_entries, [id](const Entry& entry) { return entry.id == id; });
}

} // namespace perisphere::engine
