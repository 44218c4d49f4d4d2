// How virtual time follows the host's.
#pragma once

#include "perisphere/base/result.hpp"

#include <string>

namespace perisphere::engine
{

class TimeMode
{
public:
    enum class Kind {
        Paused,      ///< virtual time stands still
        Scaled,      ///< `speed` virtual seconds pass in a host second
        Unthrottled, ///< as fast as possible: from event to event
    };

    static constexpr double kMinSpeed = 1e-6;
    static constexpr double kMaxSpeed = 1e6;

    [[nodiscard]] static TimeMode paused() { return TimeMode(Kind::Paused, 0); }
    [[nodiscard]] static TimeMode realTime() { return TimeMode(Kind::Scaled, 1); }
    [[nodiscard]] static TimeMode unthrottled() { return TimeMode(Kind::Unthrottled, 0); }
    /// InvalidArgument for a speed outside kMinSpeed..kMaxSpeed.
    [[nodiscard]] static Result<TimeMode> scaled(double speed);

    /// "paused", "realtime", "fast" or "x" and a speed ("x10", "x0.5"): the words of the command
    /// line and the control API.
    [[nodiscard]] static Result<TimeMode> parse(std::string_view text);
    [[nodiscard]] std::string toString() const;

    [[nodiscard]] Kind kind() const { return m_kind; }
    /// Virtual seconds per host second; 0 unless Scaled.
    [[nodiscard]] double speed() const { return m_speed; }

    bool operator==(const TimeMode&) const = default;

private:
    TimeMode(Kind kind, double speed)
        : m_kind(kind)
        , m_speed(speed)
    {
    }
    Kind m_kind;
    double m_speed;
};

} // namespace perisphere::engine
