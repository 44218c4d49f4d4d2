#include "timer_descriptors.hpp"

#include <cstdint>
#include <sys/ioctl.h>
#include <sys/timerfd.h>

namespace perisphere::a7
{
namespace
{

/// Of linux/timerfd.h, which does not go together with the library's header.
constexpr unsigned long kSetTicks = _IOW('T', 0, std::uint64_t);

/// False on hosts that do not let anybody tell a timerfd.
bool setTicks(int fd)
{
    const std::uint64_t once = 1;
    return ::ioctl(fd, kSetTicks, &once) == 0;
}

bool isHostSpec(const timespec& spec)
{
    constexpr std::int64_t kMostSeconds = 1'000'000'000; // far from an overflow
    return spec.tv_sec >= 0 && spec.tv_sec < kMostSeconds && spec.tv_nsec >= 0 &&
           spec.tv_nsec < 1'000'000'000;
}

Instant instantOf(const timespec& spec)
{
    return std::chrono::seconds(spec.tv_sec) + std::chrono::nanoseconds(spec.tv_nsec);
}

timespec timeSpec(Instant time)
{
    return {.tv_sec = time.count() / 1'000'000'000, .tv_nsec = time.count() % 1'000'000'000};
}

} // namespace

std::optional<Timers::Id> TimerDescriptors::timerOf(int fd) const
{
    const auto timer = m_descriptors.timerOf(fd);
    return timer && m_isSet.contains(*timer) ? timer : std::nullopt;
}

void TimerDescriptors::add(int fd)
{
    std::erase_if(m_isSet, [&](const auto& one) { return !m_timers.has(one.first); });
    constexpr itimerspec kNothing{};
    if (!setTicks(fd) || ::timerfd_settime(fd, 0, &kNothing, nullptr) != 0)
        return;
    const Timers::Id timer =
        m_timers.add([this, id = m_timers.following()](std::uint64_t /*count*/) { expired(id); });
    m_isSet[timer] = false;
    m_descriptors.setTimer(fd, timer);
}

void TimerDescriptors::expired(Timers::Id timer)
{
    if (const auto fd = m_descriptors.withTimer(timer); fd && setTicks(*fd))
        m_isSet[timer] = true;
}

int TimerDescriptors::set(int fd, int flags, const itimerspec& wanted, itimerspec& before,
                          Instant now)
{
    const auto timer = timerOf(fd);
    if (!timer)
        return ::timerfd_settime(fd, flags, &wanted, &before);
    const Timers::Setting old = m_timers.get(*timer, now);
    const Instant value = instantOf(wanted.it_value);
    const bool isOurs = (flags & ~TFD_TIMER_ABSTIME) == 0 && isHostSpec(wanted.it_value) &&
                        wanted.it_interval.tv_sec == 0 && wanted.it_interval.tv_nsec == 0;
    constexpr itimerspec kNothing{};
    bool& isSet = m_isSet[*timer];
    if ((!isOurs || isSet) &&
        ::timerfd_settime(fd, isOurs ? 0 : flags, isOurs ? &kNothing : &wanted, &before) != 0)
        return -1;
    isSet = !isOurs;
    if (old.left != Instant::zero())
        before = {.it_interval = {}, .it_value = timeSpec(old.left)};
    std::optional<Instant> expiry;
    if (isOurs && value != Instant::zero())
        expiry = (flags & TFD_TIMER_ABSTIME) != 0 ? value : now + value;
    m_timers.set(*timer, expiry, {});
    return 0;
}

int TimerDescriptors::get(int fd, itimerspec& setting, Instant now) const
{
    if (const auto timer = timerOf(fd)) {
        setting = {.it_interval = {}, .it_value = timeSpec(m_timers.get(*timer, now).left)};
        if (setting.it_value.tv_sec != 0 || setting.it_value.tv_nsec != 0)
            return 0;
    }
    return ::timerfd_gettime(fd, &setting);
}

void TimerDescriptors::leaveToHost()
{
    for (const auto& [timer, isSet] : m_isSet) {
        const auto expiry = m_timers.has(timer) ? m_timers.expiryOf(timer) : std::nullopt;
        const auto fd = m_descriptors.withTimer(timer);
        if (expiry && fd) {
            const itimerspec wanted{.it_interval = {}, .it_value = timeSpec(*expiry)};
            ::timerfd_settime(*fd, TFD_TIMER_ABSTIME, &wanted, nullptr);
        }
        m_timers.remove(timer);
    }
    m_isSet.clear();
}

} // namespace perisphere::a7
