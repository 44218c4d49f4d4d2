#include "perisphere/scenario/duration.hpp"

#include <catch2/catch.hpp>

#include <utility>
#include <vector>

namespace perisphere::duration_test
{

using namespace perisphere::scenario;

TEST_CASE("durations have a unit and keep their decimals")
{
    const std::vector<std::pair<std::string, std::int64_t>> cases = {
        {"0s", 0},
        {"1ns", 1},
        {"20us", 20'000},
        {"500ms", 500'000'000},
        {"1.5s", 1'500'000'000},
        {"0.1 ms", 100'000},
        {"0.000000001s", 1},
        {"2m", 120'000'000'000},
        {"1000h", 3'600'000'000'000'000},
    };
    for (const auto& [text, nanoseconds] : cases) {
        CAPTURE(text);
        REQUIRE(parseDuration(text).value().count() == nanoseconds);
    }
}

TEST_CASE("what is no duration is told with what would be")
{
    for (const char* text : {"", "s", "5", "-1s", "1.s", ".5s", "1,5s", "5 minutes", "0.1ns",
                             "1001h", "99999999999999999999s", "1e3s", "1s ", "1.0000000001s"}) {
        CAPTURE(text);
        const auto duration = parseDuration(text);
        REQUIRE_FALSE(duration.has_value());
        CHECK(duration.error().expected.find("500ms") != std::string::npos);
    }
}

TEST_CASE("durations are shown in a unit that people read")
{
    const auto shown = [](std::int64_t nanoseconds) {
        return scenario::toString(engine::Duration(nanoseconds));
    };
    CHECK(shown(0) == "0 s");
    CHECK(shown(1) == "1 ns");
    CHECK(shown(1'500'000) == "1.5 ms");
    CHECK(shown(2'013'000'000) == "2.013 s");
    CHECK(shown(60'000'000'000) == "1 m");
    CHECK(shown(61'000'000'000) == "61 s");
}

} // namespace perisphere::duration_test
