#include "support/duration.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace perisphere::tools
{

Result<std::chrono::milliseconds> parseDuration(std::string_view text)
{
    struct Unit {
        std::string_view name;
        std::int64_t milliseconds;
    };
    constexpr std::array kUnits = {Unit{"ms", 1}, Unit{"s", 1'000}, Unit{"m", 60'000},
                                   Unit{"h", 3'600'000}};
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
    if (error == std::errc() && number >= 0 && number <= 1'000'000'000)
        for (const Unit& unit : kUnits)
            if (unit.name == rest)
                return std::chrono::milliseconds(number * unit.milliseconds);
    return fail(Error{.code = ErrorCode::InvalidArgument,
                      .message = fmt::format("\"{}\" is not a duration", text),
                      .expected = "a whole number with ms, s, m or h, such as 10s",
                      .advice = {}});
}

} // namespace perisphere::tools
