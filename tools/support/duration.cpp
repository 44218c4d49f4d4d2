#include "support/duration.hpp"

#include "perisphere/engine/duration_text.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{

Result<std::chrono::milliseconds> parseDuration(std::string_view text)
{
    const auto duration = engine::parseDuration(text);
    if (!duration)
        return fail(duration.error());
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(*duration);
    if (milliseconds == *duration)
        return milliseconds;
    return fail(Error{.code = ErrorCode::InvalidArgument,
                      .message = fmt::format("\"{}\" is no whole number of milliseconds", text),
                      .expected = "a number with ms, s, m or h, such as 10s",
                      .advice = {}});
}

} // namespace perisphere::tools
