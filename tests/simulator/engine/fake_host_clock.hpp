// A host clock that jumps to the end of every sleep with a deadline.
#pragma once

#include "perisphere/engine/host_clock.hpp"

#include <sys/epoll.h>

#include <atomic>

namespace perisphere::test
{

class FakeHostClock final : public engine::HostClock
{
public:
    [[nodiscard]] engine::HostTime now() const override
    {
        return engine::HostTime(std::chrono::nanoseconds(m_now.load()));
    }
    void advance(std::chrono::nanoseconds by) { m_now += by.count(); }

    void sleep(int epollDescriptor, std::optional<engine::HostTime> until) override
    {
        epoll_event event{};
        if (::epoll_wait(epollDescriptor, &event, 1, until ? 0 : -1) > 0 || !until)
            return;
        ++m_timedSleeps;
        if (*until > now())
            m_now = until->time_since_epoch().count();
    }
    [[nodiscard]] int timedSleeps() const { return m_timedSleeps; }

private:
    std::atomic<std::int64_t> m_now = 1'000'000; // not zero: nothing may depend on it
    std::atomic<int> m_timedSleeps = 0;
};

} // namespace perisphere::test
