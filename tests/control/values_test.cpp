#include "perisphere/control/error_codes.hpp"
#include "perisphere/control/glob.hpp"
#include "perisphere/control/property_json.hpp"

#include <catch2/catch.hpp>

namespace perisphere::values_test
{

using namespace perisphere::control;
using engine::PropertyType;

namespace
{

engine::PropertyDescription ofType(PropertyType type)
{
    return {.name = "p", .description = {}, .type = type, .choices = {"slow", "fast"}};
}

} // namespace

TEST_CASE("a value written as JSON is read back as the same value")
{
    const std::vector<std::pair<PropertyType, engine::PropertyValue>> values = {
        {PropertyType::Bool, true},
        {PropertyType::Integer, std::int64_t{-7}},
        {PropertyType::Number, 0.25},
        {PropertyType::Text, std::string("Grüße")},
        {PropertyType::Choice, std::string("fast")},
        {PropertyType::Colour, engine::Colour{255, 128, 1}},
        {PropertyType::Bytes, engine::ByteArray{}},
        {PropertyType::Bytes, engine::ByteArray{std::byte{0}}},
        {PropertyType::Bytes, engine::ByteArray{std::byte{1}, std::byte{255}}},
        {PropertyType::Bytes, engine::ByteArray{std::byte{1}, std::byte{2}, std::byte{3}}},
    };
    for (const auto& [type, value] : values) {
        const json::Value written = toJson(value);
        INFO(written.dump());
        CHECK(fromJson(ofType(type), written).value() == value);
    }
}

TEST_CASE("colours are written as on the web")
{
    CHECK(toJson(engine::PropertyValue(engine::Colour{255, 128, 1})) == "#ff8001");
}

TEST_CASE("a value of another type is refused with what the property takes")
{
    const auto refused = [](PropertyType type, const json::Value& value) {
        const auto result = fromJson(ofType(type), value);
        REQUIRE(!result);
        CHECK(result.error().where.pointer == "/params/value");
        return result.error().expected;
    };
    CHECK(refused(PropertyType::Bool, 1) == "true or false");
    CHECK(refused(PropertyType::Number, "1") == "a number");
    CHECK(refused(PropertyType::Choice, 3) == "one of \"slow\", \"fast\"");
    CHECK(refused(PropertyType::Colour, "#12345") == "a colour such as \"#ff8000\"");
    CHECK(refused(PropertyType::Colour, "#12345g") == "a colour such as \"#ff8000\"");
    CHECK(refused(PropertyType::Bytes, "AB=") == "bytes in base64");
    CHECK(refused(PropertyType::Bytes, "A?==") == "bytes in base64");
    CHECK(refused(PropertyType::Image, json::Value::object()) == "a property that can be set");
}

TEST_CASE("a property's path is cut at its last dot")
{
    CHECK(parsePropertyPath("led1.lit").value() == PropertyPath{"led1", "lit"});
    CHECK(parsePropertyPath("grove.led1.lit").value() == PropertyPath{"grove.led1", "lit"});
    for (const char* const wrong : {"led1", ".lit", "led1.", "."})
        CHECK(parsePropertyPath(wrong).error().code == ErrorCode::InvalidArgument);
}

TEST_CASE("patterns match whole names")
{
    CHECK(matchesGlob("led*.lit", "led12.lit"));
    CHECK(matchesGlob("*", ""));
    CHECK(matchesGlob("*.*", "led1.lit"));
    CHECK(matchesGlob("led?.lit", "led1.lit"));
    CHECK(matchesGlob("*a*b", "xaxbxab"));
    CHECK_FALSE(matchesGlob("led?.lit", "led12.lit"));
    CHECK_FALSE(matchesGlob("led1", "led1.lit"));
    CHECK_FALSE(matchesGlob("", "x"));
    CHECK_FALSE(matchesGlob("*a*b", "xaxbxa"));
}

TEST_CASE("an error survives the way to the client")
{
    const Error error{
        .code = ErrorCode::NotFound,
        .message = "there is no part \"led9\"",
        .where = {.file = "board.json", .line = 3, .column = 7, .pointer = "/parts/2"},
        .expected = "a part's name",
        .advice = "did you mean \"led1\"?"};
    CHECK(errorFrom(errorObject(error)) == error);
}

TEST_CASE("an error object without content is an error all the same")
{
    CHECK(errorFrom(json::Value()).code == ErrorCode::Corrupt);
    CHECK(errorFrom({{"code", "x"}}).code == ErrorCode::Invalid);
}

} // namespace perisphere::values_test
