#include "perisphere/network/system_clock.hpp"

namespace perisphere::network
{

std::int64_t SystemClock::nanoseconds() const
{
    return m_ahead + engine::toNanoseconds(m_scheduler.now());
}

std::int64_t SystemClock::seconds() const
{
    constexpr std::int64_t kNanosecondsInSecond = 1'000'000'000;
    return nanoseconds() / kNanosecondsInSecond;
}

void SystemClock::set(std::int64_t nanosecondsSince1970)
{
    m_ahead = nanosecondsSince1970 - engine::toNanoseconds(m_scheduler.now());
    m_isSet = true;
}

void SystemClock::reset()
{
    m_ahead = -engine::toNanoseconds(m_scheduler.now());
    m_isSet = false;
}

} // namespace perisphere::network
