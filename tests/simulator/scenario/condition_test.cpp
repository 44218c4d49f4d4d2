#include "perisphere/scenario/condition.hpp"

#include <catch2/catch.hpp>

namespace perisphere::condition_test
{

using namespace perisphere::scenario;
using Catch::Matchers::Contains;
using engine::PropertyType;
using engine::PropertyValue;

namespace
{

engine::PropertyDescription property(PropertyType type)
{
    return {
        .name = "value", .description = "of the test", .type = type, .choices = {"slow", "fast"}};
}

bool holds(const std::string& text, PropertyType type, const PropertyValue& value)
{
    return bind(parseCondition(text).value(), property(type)).value()(value);
}

std::string whyNot(const std::string& text, PropertyType type)
{
    const auto bound = bind(parseCondition(text).value(), property(type));
    return bound ? "" : bound.error().message;
}

} // namespace

TEST_CASE("conditions compare by the property's type")
{
    CHECK(holds("D1.lit == true", PropertyType::Bool, true));
    CHECK(holds("D1.lit!=true", PropertyType::Bool, false));
    CHECK(holds("B.p >= 990", PropertyType::Number, 990.0));
    CHECK_FALSE(holds("B.p > 990", PropertyType::Number, 990.0));
    CHECK_FALSE(holds("B.p < 1", PropertyType::Integer, std::int64_t{1}));
    CHECK(holds("S.mode == fast", PropertyType::Choice, std::string("fast")));
    CHECK(holds("T.text == \"12\"", PropertyType::Text, std::string("12")));
    CHECK(holds("T.text == 12", PropertyType::Text, std::string("12")));
    CHECK(holds("L.colour == #ff8000", PropertyType::Colour, engine::Colour{255, 128, 0}));
}

TEST_CASE("a part's name may have dots, a property's has none")
{
    const auto condition = parseCondition("a.b.c == 1").value();
    CHECK(condition.path == control::PropertyPath{"a.b", "c"});
}

TEST_CASE("a condition that cannot be read says what one looks like")
{
    for (const char* text : {"", "D1.lit", "D1.lit = true", "lit == true", "D1.lit ==", "== true",
                             "D1.lit =< 4", "D1.lit ! 4"}) {
        CAPTURE(text);
        const auto condition = parseCondition(text);
        REQUIRE_FALSE(condition.has_value());
        CHECK_THAT(condition.error().expected, Contains("D1.redLit == true"));
    }
}

TEST_CASE("a condition that a property cannot be held to is refused")
{
    CHECK_THAT(whyNot("D1.lit == 1", PropertyType::Bool), Contains("no value of \"value\""));
    CHECK_THAT(whyNot("D1.lit < true", PropertyType::Bool), Contains("cannot be compared by <"));
    CHECK_THAT(whyNot("B.p == high", PropertyType::Number), Contains("no value"));
    CHECK_THAT(whyNot("B.p == \"1\"", PropertyType::Number), Contains("no value"));
    CHECK_THAT(whyNot("B.p == inf", PropertyType::Number), Contains("no value"));
    CHECK_THAT(whyNot("S.mode == faster", PropertyType::Choice), Contains("none of the choices"));
    CHECK_THAT(whyNot("O.image == 1", PropertyType::Image), Contains("is an image"));
}

} // namespace perisphere::condition_test
