#include "timers.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::a7
{

Timers::Id Timers::add(Expired expired)
{
    m_timers.emplace(++m_last, Timer{.expired = std::move(expired), .expiry = {}, .interval = {}});
    return m_last;
}

void Timers::set(Id id, std::optional<Instant> expiry, Instant interval)
{
    Timer& timer = m_timers.at(id);
    timer.expiry = expiry;
    timer.interval = interval;
}

Timers::Setting Timers::get(Id id, Instant now) const
{
    const Timer& timer = m_timers.at(id);
    if (!timer.expiry)
        return {.left = {}, .interval = timer.interval};
    return {.left = std::max(*timer.expiry - now, Instant(1)), .interval = timer.interval};
}

std::optional<Instant> Timers::next() const
{
    std::optional<Instant> earliest;
    for (const auto& [id, timer] : m_timers)
        if (timer.expiry && (!earliest || *timer.expiry < *earliest))
            earliest = timer.expiry;
    return earliest;
}

void Timers::runDue(Instant now)
{
    for (;;) {
        const auto due = std::ranges::min_element(m_timers, {}, [](const auto& one) {
            return one.second.expiry.value_or(Instant::max());
        });
        if (due == m_timers.end() || !due->second.expiry || *due->second.expiry > now)
            return;
        Timer& timer = due->second;
        std::uint64_t count = 1;
        if (timer.interval > Instant::zero()) {
            const auto more = (now - *timer.expiry) / timer.interval;
            count += static_cast<std::uint64_t>(more);
            *timer.expiry += timer.interval * (more + 1);
        } else {
            timer.expiry.reset();
        }
        const Expired expired = timer.expired; // it may remove the timer
        expired(count);
    }
}

} // namespace perisphere::a7
