#include "perisphere/engine/time_mode.hpp"

#include <catch2/catch.hpp>

#include <limits>

namespace perisphere::time_mode_test
{

using namespace perisphere::engine;

TEST_CASE("a time mode reads the words that it prints")
{
    for (const char* text : {"paused", "realtime", "fast", "x10", "x0.5"})
        CHECK(TimeMode::parse(text)->toString() == text);
    CHECK(TimeMode::parse("x1") == TimeMode::realTime());
    CHECK(TimeMode::parse("x10")->speed() == 10);
}

TEST_CASE("a time mode that has no meaning is refused with what would have one")
{
    for (const char* text : {"", "x", "10", "x10s", "x-1", "x0", "xinf", "xnan", "x1e7"})
        CHECK_FALSE(TimeMode::parse(text));
    CHECK(TimeMode::parse("x0").error().toString() ==
          "time cannot run at speed 0; expected a speed from 1e-06 to 1000000");
    CHECK_THAT(TimeMode::parse("realtmie").error().toString(),
               Catch::Contains("did you mean \"realtime\"?"));
    CHECK_FALSE(TimeMode::scaled(std::numeric_limits<double>::quiet_NaN()));
}

} // namespace perisphere::time_mode_test
