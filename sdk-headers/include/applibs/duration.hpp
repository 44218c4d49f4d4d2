// From std::chrono to the numbers of the C API. What does not fit becomes the largest number, which
// the C function then judges, instead of wrapping round to a small one.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

namespace applibs::detail
{

template <class Number, class Rep, class Period>
constexpr Number count(std::chrono::duration<Rep, Period> duration)
{
    constexpr auto most = std::numeric_limits<Number>::max();
    if (duration.count() < 0)
        return std::numeric_limits<Number>::is_signed ? Number(-1) : most;
    if (static_cast<std::uintmax_t>(duration.count()) > static_cast<std::uintmax_t>(most))
        return most;
    return static_cast<Number>(duration.count());
}

} // namespace applibs::detail
