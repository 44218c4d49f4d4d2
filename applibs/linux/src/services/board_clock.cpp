#include "perisphere/linux/services/board_clock.hpp"

#include "perisphere/protocol/calendar.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <ctime>
#include <fcntl.h>
#include <linux/rtc.h>
#include <sys/ioctl.h>
#include <system_error>

namespace perisphere::target
{

using device::Outcome;
using device::refuse;

namespace
{

/// 2000-01-01 00:00:00 UTC, the first that the API counts from.
constexpr std::int64_t kEarliest = 946'684'800;

/// Of a clock that has such a date.
std::optional<rtc_time> rtcTime(std::int64_t secondsSinceEpoch)
{
    const auto parts = protocol::brokenDownTime(secondsSinceEpoch);
    if (!parts)
        return std::nullopt;
    return rtc_time{.tm_sec = parts->tm_sec,
                    .tm_min = parts->tm_min,
                    .tm_hour = parts->tm_hour,
                    .tm_mday = parts->tm_mday,
                    .tm_mon = parts->tm_mon,
                    .tm_year = parts->tm_year,
                    .tm_wday = parts->tm_wday,
                    .tm_yday = parts->tm_yday,
                    .tm_isdst = 0};
}

std::int64_t secondsOf(const rtc_time& time)
{
    std::tm parts{};
    parts.tm_sec = time.tm_sec;
    parts.tm_min = time.tm_min;
    parts.tm_hour = time.tm_hour;
    parts.tm_mday = time.tm_mday;
    parts.tm_mon = time.tm_mon;
    parts.tm_year = time.tm_year;
    return protocol::secondsSinceEpoch(parts);
}

} // namespace

Outcome<UniqueFd> BoardClock::open() const
{
    if (!m_device)
        return refuse(ENOENT, "this board has no real-time clock; its file names none");
    UniqueFd clock(::open(m_device->c_str(), O_RDONLY | O_CLOEXEC));
    if (clock)
        return clock;
    const int error = errno;
    return refuse(error == EBUSY ? EBUSY : ENOENT,
                  fmt::format("the real-time clock {} cannot be opened: {}", *m_device,
                              std::generic_category().message(error)));
}

Outcome<> BoardClock::set(std::int64_t secondsSinceEpoch)
{
    const auto time = rtcTime(secondsSinceEpoch);
    if (secondsSinceEpoch < kEarliest || !time)
        return refuse(EINVAL, "the real-time clock counts from the year 2000 on");
    const auto clock = open();
    if (!clock)
        return tl::unexpected(clock.error());
    if (::ioctl(clock->get(), RTC_SET_TIME, &*time) == 0)
        return {};
    const int error = errno;
    return refuse(error == EINVAL || error == ERANGE ? EINVAL : EBUSY,
                  fmt::format("the real-time clock {} does not take the time: {}", *m_device,
                              std::generic_category().message(error)));
}

Outcome<std::int64_t> BoardClock::read() const
{
    const auto clock = open();
    if (!clock)
        return tl::unexpected(clock.error());
    rtc_time now{};
    if (::ioctl(clock->get(), RTC_RD_TIME, &now) == 0)
        return secondsOf(now);
    return refuse(EIO, fmt::format("the real-time clock {} cannot be read: {}", *m_device,
                                   std::generic_category().message(errno)));
}

Outcome<> BoardClock::wakeAfter(std::uint32_t seconds)
{
    const auto clock = open();
    if (!clock)
        return tl::unexpected(clock.error());
    rtc_time now{};
    rtc_wkalrm alarm{};
    alarm.enabled = 1;
    if (::ioctl(clock->get(), RTC_RD_TIME, &now) == 0)
        if (const auto time = rtcTime(secondsOf(now) + seconds)) {
            alarm.time = *time;
            if (::ioctl(clock->get(), RTC_WKALM_SET, &alarm) == 0)
                return {};
        }
    return refuse(EOPNOTSUPP, fmt::format("the real-time clock {} has no alarm that wakes the "
                                          "board: {}",
                                          *m_device, std::generic_category().message(errno)));
}

} // namespace perisphere::target
