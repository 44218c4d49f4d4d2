#include "commands/run/scheduled_set.hpp"

#include <catch2/catch.hpp>

namespace perisphere::scheduled_set_test
{

using namespace perisphere::tools;
using namespace std::chrono_literals;

TEST_CASE("a scheduled set names property, value and time")
{
    const auto set = parseScheduledSet("SW2.pressed=true@1500ms");
    REQUIRE(set);
    CHECK(*set == ScheduledSet{{"SW2", "pressed"}, "true", 1500ms});
}

TEST_CASE("without a time a set is for the start")
{
    CHECK(parseScheduledSet("POT1.position=0.25").value() ==
          ScheduledSet{{"POT1", "position"}, "0.25", 0ms});
}

TEST_CASE("only the last @ of a set begins its time")
{
    CHECK(parseScheduledSet("TERM1.send=\"a=b@c\"@2s").value() ==
          ScheduledSet{{"TERM1", "send"}, "\"a=b@c\"", 2s});
}

TEST_CASE("what is not a set is refused with its form")
{
    const auto* text = GENERATE("SW2.pressed", "pressed=true", "=true@1s", "");
    CAPTURE(text);
    const auto set = parseScheduledSet(text);
    REQUIRE_FALSE(set);
    CHECK(set.error().expected.find("PART.PROPERTY=VALUE@TIME") != std::string::npos);
}

TEST_CASE("a set at a time that is none is refused with the set")
{
    const auto set = parseScheduledSets({"SW2.pressed=true@1s", "SW2.pressed=false@soon"});
    REQUIRE_FALSE(set);
    CHECK(set.error().toString().find("SW2.pressed=false@soon") != std::string::npos);
}

TEST_CASE("a text property takes JSON strings and bare words")
{
    const engine::PropertyDescription text{.name = "send", .type = engine::PropertyType::Text};
    const auto value = [&](const std::string& written) {
        return std::get<std::string>(valueOf({{"T", "send"}, written, {}}, text).value());
    };
    CHECK(value(R"("hello\n")") == "hello\n");
    CHECK(value("hello") == "hello");
    CHECK(value("12") == "12");
}

TEST_CASE("a value of the wrong type is refused")
{
    const engine::PropertyDescription number{.name = "position",
                                             .type = engine::PropertyType::Number};
    CHECK_FALSE(valueOf({{"POT1", "position"}, "half", {}}, number));
    CHECK(std::get<double>(valueOf({{"POT1", "position"}, "0.5", {}}, number).value()) == 0.5);
}

} // namespace perisphere::scheduled_set_test
