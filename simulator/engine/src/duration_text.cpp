#include "perisphere/engine/duration_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace perisphere::engine
{
namespace
{

struct TimeUnit {
    std::string_view name;
    std::int64_t nanoseconds;
};

constexpr std::array kTimeUnits = {
    TimeUnit{"ns", 1},
    TimeUnit{"us", 1'000},
    TimeUnit{"ms", 1'000'000},
    TimeUnit{"s", 1'000'000'000},
    TimeUnit{"m", 60'000'000'000},
    TimeUnit{"h", 3'600'000'000'000},
};

constexpr std::int64_t kMaxNanoseconds = Duration::max().count();

tl::unexpected<Error> notADuration(std::string_view text)
{
    return fail(Error{.code = ErrorCode::InvalidArgument,
                      .message = fmt::format("\"{}\" is not a duration", text.substr(0, 40)),
                      .expected = "a number with ns, us, ms, s, m or h, such as 500ms"});
}

/// The decimals behind the point as nanoseconds of the unit; nullopt when they are finer. In whole
/// numbers, since 0.1 has no exact double.
Result<std::int64_t> fraction(std::string_view digits, std::int64_t unit, std::string_view text)
{
    std::int64_t nanoseconds = 0;
    for (const char digit : digits) {
        if (unit % 10 != 0) // also of an hour: 36e11 goes on for eleven digits
            return notADuration(text);
        unit /= 10;
        nanoseconds += unit * (digit - '0');
    }
    return nanoseconds;
}

} // namespace

Result<Duration> parseDuration(std::string_view text)
{
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0 || digits > 18)
        return notADuration(text);
    std::int64_t whole = 0;
    std::from_chars(text.data(), text.data() + digits, whole);
    std::string_view rest = text.substr(digits);
    std::string_view decimals;
    if (rest.starts_with('.')) {
        rest.remove_prefix(1);
        decimals = rest.substr(0, rest.find_first_not_of("0123456789"));
        rest.remove_prefix(decimals.size());
        if (decimals.empty())
            return notADuration(text);
    }
    if (rest.starts_with(' '))
        rest.remove_prefix(1);
    for (const TimeUnit& unit : kTimeUnits) {
        if (unit.name != rest)
            continue;
        if (whole > kMaxNanoseconds / unit.nanoseconds)
            return notADuration(text);
        const auto part = fraction(decimals, unit.nanoseconds, text);
        if (!part)
            return fail(part.error());
        const std::int64_t nanoseconds = whole * unit.nanoseconds;
        if (*part > kMaxNanoseconds - nanoseconds)
            return notADuration(text);
        return Duration(nanoseconds + *part);
    }
    return notADuration(text);
}

std::string toString(Duration duration)
{
    const std::int64_t count = duration.count();
    if (count == 0)
        return "0 s";
    // Minutes and hours read worse than seconds where they are not whole.
    TimeUnit best = kTimeUnits.front();
    for (const TimeUnit& unit : kTimeUnits)
        if (count >= unit.nanoseconds &&
            (unit.nanoseconds <= 1'000'000'000 || count % unit.nanoseconds == 0))
            best = unit;
    const std::int64_t rest = count % best.nanoseconds;
    std::string text = fmt::format("{}", count / best.nanoseconds);
    if (rest != 0) {
        std::string decimals =
            fmt::format("{:0{}}", rest, fmt::format("{}", best.nanoseconds).size() - 1);
        decimals.erase(decimals.find_last_not_of('0') + 1);
        text += "." + decimals;
    }
    return text + " " + std::string(best.name);
}

} // namespace perisphere::engine
