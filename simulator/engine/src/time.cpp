#include "perisphere/engine/time.hpp"

#include <fmt/format.h>

namespace perisphere::engine
{

std::string toString(VirtualTime time)
{
    if (time == kNever)
        return "never";
    const std::int64_t total = toNanoseconds(time);
    const char* sign = total < 0 ? "-" : "";
    // Magnitude in unsigned arithmetic: the most negative value has no positive counterpart.
    const std::uint64_t magnitude =
        total < 0 ? 0 - static_cast<std::uint64_t>(total) : static_cast<std::uint64_t>(total);
    constexpr std::uint64_t kPerSecond = 1'000'000'000;
    return fmt::format("{}{}.{:09} s", sign, magnitude / kPerSecond, magnitude % kPerSecond);
}

} // namespace perisphere::engine
