// Dates in UTC where time_t may have 32 bits, and so end in 2038: in Debian's libc for armhf.
#pragma once

#include <chrono>
#include <cstdint>
#include <ctime>
#include <optional>

namespace perisphere::protocol
{

/// As gmtime_r(). nullopt outside of the years 1 to 9999.
[[nodiscard]] inline std::optional<std::tm> brokenDownTime(std::int64_t secondsSinceEpoch)
{
    using namespace std::chrono;
    constexpr std::int64_t kFirst = -62'135'596'800; // 0001-01-01 00:00:00
    constexpr std::int64_t kLast = 253'402'300'799;  // 9999-12-31 23:59:59
    if (secondsSinceEpoch < kFirst || secondsSinceEpoch > kLast)
        return std::nullopt;
    const sys_seconds time{seconds(secondsSinceEpoch)};
    const sys_days day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    std::tm parts{};
    parts.tm_sec = static_cast<int>(clock.seconds().count());
    parts.tm_min = static_cast<int>(clock.minutes().count());
    parts.tm_hour = static_cast<int>(clock.hours().count());
    parts.tm_mday = static_cast<int>(static_cast<unsigned>(date.day()));
    parts.tm_mon = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
    parts.tm_year = static_cast<int>(date.year()) - 1900;
    parts.tm_wday = static_cast<int>(weekday(day).c_encoding());
    parts.tm_yday = static_cast<int>((day - sys_days(date.year() / January / 1)).count());
    return parts;
}

/// As timegm() of parts that are in their ranges.
[[nodiscard]] inline std::int64_t secondsSinceEpoch(const std::tm& parts)
{
    using namespace std::chrono;
    const sys_days day = year(parts.tm_year + 1900) /
                         month(static_cast<unsigned>(parts.tm_mon + 1)) /
                         std::chrono::day(static_cast<unsigned>(parts.tm_mday));
    const sys_seconds time =
        day + hours(parts.tm_hour) + minutes(parts.tm_min) + seconds(parts.tm_sec);
    return time.time_since_epoch().count();
}

} // namespace perisphere::protocol
