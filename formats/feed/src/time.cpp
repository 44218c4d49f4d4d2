#include "time.hpp"

#include <fmt/format.h>

#include <charconv>

namespace perisphere::feed
{
namespace
{

using namespace std::chrono;

constexpr std::string_view kForm = "0000-00-00T00:00:00Z";

/// The digits of `text` from `at` on.
int number(std::string_view text, std::size_t at, std::size_t digits)
{
    int value = 0;
    std::from_chars(text.data() + at, text.data() + at + digits, value);
    return value;
}

bool hasForm(std::string_view text)
{
    if (text.size() != kForm.size())
        return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (kForm[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != kForm[i])
            return false;
    return true;
}

} // namespace

std::optional<Time> parseTime(std::string_view text)
{
    if (!hasForm(text))
        return std::nullopt;
    // Where the numbers are in kForm.
    const year_month_day date{year(number(text, 0, 4)),
                              month(static_cast<unsigned>(number(text, 5, 2))),
                              day(static_cast<unsigned>(number(text, 8, 2)))};
    const hours hour(number(text, 11, 2));
    const minutes minute(number(text, 14, 2));
    const seconds second(number(text, 17, 2));
    if (!date.ok() || hour >= days(1) || minute >= hours(1) || second >= minutes(1))
        return std::nullopt;
    return sys_days(date) + hour + minute + second;
}

std::string toText(Time time)
{
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

} // namespace perisphere::feed
