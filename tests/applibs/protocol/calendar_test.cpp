// Dates without time_t, against libc's where that has 64 bits.
#include "perisphere/protocol/calendar.hpp"

#include <catch2/catch.hpp>

#include <cstring>

namespace
{

using perisphere::protocol::brokenDownTime;
using perisphere::protocol::secondsSinceEpoch;

constexpr std::int64_t kFirst = -62'135'596'800;
constexpr std::int64_t kLast = 253'402'300'799;

} // namespace

TEST_CASE("dates are broken down and put together again, beyond 2038 too")
{
    const auto seconds = GENERATE(values<std::int64_t>(
        {kFirst, kLast, 0, -1, 951'782'399, 951'782'400, 2'147'483'648, 4'102'444'799}));
    INFO(seconds);
    const auto parts = brokenDownTime(seconds);
    REQUIRE(parts);
    CHECK(secondsSinceEpoch(*parts) == seconds);
    if constexpr (sizeof(std::time_t) == sizeof seconds) {
        const auto time = static_cast<std::time_t>(seconds);
        std::tm libc{};
        REQUIRE(::gmtime_r(&time, &libc) != nullptr);
        CHECK(parts->tm_sec == libc.tm_sec);
        CHECK(parts->tm_min == libc.tm_min);
        CHECK(parts->tm_hour == libc.tm_hour);
        CHECK(parts->tm_mday == libc.tm_mday);
        CHECK(parts->tm_mon == libc.tm_mon);
        CHECK(parts->tm_year == libc.tm_year);
        CHECK(parts->tm_wday == libc.tm_wday);
        CHECK(parts->tm_yday == libc.tm_yday);
    }
}

TEST_CASE("there are no dates outside of the years 1 to 9999")
{
    CHECK_FALSE(brokenDownTime(kFirst - 1));
    CHECK_FALSE(brokenDownTime(kLast + 1));
    CHECK_FALSE(brokenDownTime(INT64_MAX));
}
