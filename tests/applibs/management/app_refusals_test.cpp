// What apps were refused, counted.
#include "perisphere/management/app_refusals.hpp"

#include <catch2/catch.hpp>

#include <cerrno>

using namespace perisphere;

namespace
{

device::Refusal refusalOf(int gpio)
{
    const std::string value = std::to_string(gpio);
    return {.error = EACCES,
            .reason = value + " is not granted",
            .missing = device::MissingGrant{
                .capability = "Gpio", .value = value, .line = "\"Gpio\": [" + value + "]"}};
}

} // namespace

TEST_CASE("refusals of the same grant are one, with their count")
{
    management::AppRefusals refusals;
    refusals.add("a", refusalOf(9));
    refusals.add("a", refusalOf(8));
    refusals.add("a", refusalOf(9));
    refusals.add("b", refusalOf(9));
    refusals.add("a", {.error = EBUSY, .reason = "in use"}); // not for lack of a grant
    const auto ofA = refusals.of("a");
    REQUIRE(ofA.size() == 2);
    CHECK(ofA[0].value == "9");
    CHECK(ofA[0].count == 2);
    CHECK(ofA[0].line == "\"Gpio\": [9]");
    CHECK(ofA[1].count == 1);
    CHECK(refusals.total("a") == 3);
    refusals.forget("a");
    CHECK(refusals.of("a").empty());
    CHECK(refusals.total("b") == 1);
}

TEST_CASE("what an app asks for beyond the limit is counted and not kept")
{
    management::AppRefusals refusals;
    constexpr int kAsked = 100;
    for (int gpio = 0; gpio < kAsked; ++gpio)
        refusals.add("a", refusalOf(gpio));
    CHECK(refusals.of("a").size() == management::AppRefusals::kMaxOfApp);
    CHECK(refusals.total("a") == kAsked);
}
