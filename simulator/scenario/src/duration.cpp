#include "perisphere/scenario/duration.hpp"

#include <fmt/format.h>

namespace perisphere::scenario
{

Result<engine::Duration> parseDuration(std::string_view text)
{
    auto duration = engine::parseDuration(text);
    if (!duration)
        return duration;
    if (*duration <= kLongest)
        return duration;
    return fail(Error{.code = ErrorCode::InvalidArgument,
                      .message = fmt::format("\"{}\" is longer than a scenario may be", text),
                      .expected = "a number with ns, us, ms, s, m or h, such as 500ms; at most "
                                  "1000h"});
}

} // namespace perisphere::scenario
