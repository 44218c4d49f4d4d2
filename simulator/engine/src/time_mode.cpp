#include "perisphere/engine/time_mode.hpp"

#include "perisphere/base/suggest.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <string_view>

namespace perisphere::engine
{
namespace
{

constexpr std::array<std::string_view, 3> kWords{"paused", "realtime", "fast"};

std::string expectedSpeed()
{
    return fmt::format("a speed from {} to {}", TimeMode::kMinSpeed, TimeMode::kMaxSpeed);
}

} // namespace

Result<TimeMode> TimeMode::scaled(double speed)
{
    if (!(speed >= kMinSpeed && speed <= kMaxSpeed)) // refuses NaN too
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = fmt::format("time cannot run at speed {}", speed),
                          .expected = expectedSpeed()});
    return TimeMode(Kind::Scaled, speed);
}

Result<TimeMode> TimeMode::parse(std::string_view text)
{
    if (text == kWords[0])
        return paused();
    if (text == kWords[1])
        return realTime();
    if (text == kWords[2])
        return unthrottled();
    double speed = 0;
    const char* end = text.data() + text.size();
    const bool isSpeed = text.starts_with('x') &&
                         std::from_chars(text.data() + 1, end, speed).ptr == end && text.size() > 1;
    if (isSpeed)
        return scaled(speed);
    return fail(Error{.code = ErrorCode::InvalidArgument,
                      .message = fmt::format("\"{}\" is not a time mode", text),
                      .expected = "\"realtime\", \"fast\", \"paused\", or \"x\" and a speed, as in "
                                  "\"x10\"",
                      .advice = suggestion(text, kWords)});
}

std::string TimeMode::toString() const
{
    switch (m_kind) {
    case Kind::Paused:
        return std::string(kWords[0]);
    case Kind::Unthrottled:
        return std::string(kWords[2]);
    case Kind::Scaled:
        break;
    }
    return m_speed == 1 ? std::string(kWords[1]) : fmt::format("x{}", m_speed);
}

} // namespace perisphere::engine
