#include "support/build_time.hpp"

#include "command/parameter.hpp"

#include <fmt/format.h>

#include <chrono>

namespace perisphere::tools
{

Result<std::uint64_t> recordedBuildTime(const Services& services)
{
    const auto text = services.setting("SOURCE_DATE_EPOCH");
    if (!text)
        return std::uint64_t{0};
    auto seconds = convertWord<std::uint64_t>(*text);
    if (!seconds)
        return fail(seconds.error().during("read SOURCE_DATE_EPOCH"));
    return seconds;
}

std::string utcText(std::uint64_t secondsSince1970)
{
    constexpr std::uint64_t kYear10000 = 253'402'300'800;
    if (secondsSince1970 == 0)
        return "not recorded";
    if (secondsSince1970 >= kYear10000)
        return fmt::format("{} seconds after 1970", secondsSince1970);
    using namespace std::chrono;
    const sys_seconds time{seconds(static_cast<std::int64_t>(secondsSince1970))};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

} // namespace perisphere::tools
