// How many lines an app may write: a burst, and so many a second on the average.
#pragma once

#include "perisphere/engine/time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace perisphere::management
{

struct LineRate {
    std::uint32_t perSecond = 100;
    std::uint32_t burst = 1'000; ///< at once, after a time of silence
};

/// Of each app for itself, so that one that floods the log does not hide the others.
class LineLimit
{
public:
    /// perSecond and burst at least 1.
    explicit LineLimit(LineRate rate)
        : m_rate(rate)
    {
    }

    /// Whether the app may have another line now. If so, `leftOut` is how many it might not have
    /// had since the one before.
    struct Verdict {
        bool isAdmitted = false;
        std::uint64_t leftOut = 0;
    };
    [[nodiscard]] Verdict ask(std::string_view componentId, engine::VirtualTime now);

    /// How many lines of the app were left out since the last that was admitted; 0 from then on.
    [[nodiscard]] std::uint64_t takeLeftOut(std::string_view componentId);

    [[nodiscard]] const LineRate& rate() const { return m_rate; }

private:
    struct Allowance {
        std::int64_t nanoseconds = 0; ///< of saved time; a line costs a second's share
        std::int64_t at = 0;
        std::uint64_t leftOut = 0;
    };

    LineRate m_rate;
    std::map<std::string, Allowance, std::less<>> m_allowances;
};

} // namespace perisphere::management
