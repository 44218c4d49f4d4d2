#include "perisphere/engine/host_clock.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace perisphere::engine
{

void SteadyHostClock::sleep(int epollDescriptor, std::optional<HostTime> until)
{
    // What woke us does not matter: the caller looks at everything anyway.
    std::array<epoll_event, 16> events{};
    timespec timeout{};
    if (until) {
        using namespace std::chrono;
        const auto left = std::max(nanoseconds::zero(), nanoseconds(*until - now()));
        const auto whole = duration_cast<seconds>(left);
        timeout.tv_sec = static_cast<time_t>(whole.count());
        timeout.tv_nsec = static_cast<long>((left - whole).count());
    }
    // A signal ends the wait early, which callers allow.
    (void)::epoll_pwait2(epollDescriptor, events.data(), static_cast<int>(events.size()),
                         until ? &timeout : nullptr, nullptr);
}

} // namespace perisphere::engine
