#include "perisphere/json/schema.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace perisphere::schema_test
{

using json::Document;
using json::Schema;

namespace
{

constexpr const char* kSchema = R"({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "required": ["Name"],
  "definitions": {"port": {"type": "integer", "minimum": 1, "maximum": 65535}},
  "properties": {
    "Name": {"type": "string", "minLength": 1},
    "Kind": {"type": "string", "enum": ["Default", "Debugger"]},
    "Ports": {"type": "array", "items": {"$ref": "#/definitions/port"}},
    "Id": {"type": "string", "pattern": "^[0-9a-f]{4}$", "x-expected": "four hexadecimal digits"},
    "Strict": {"type": "object", "additionalProperties": false, "properties": {"a": {}},
               "required": ["a"]},
    "Mixed": {"type": ["integer", "string"]}
  }
})";

Diagnostics validate(const std::string& text)
{
    static const Schema schema = [] {
        auto compiled = Schema::compile(kSchema);
        REQUIRE(compiled);
        return std::move(*compiled);
    }();
    const auto document = Document::parse(text, "m.json");
    REQUIRE(document);
    return schema.validate(*document);
}

void checkOne(const std::string& text, const std::string& expected)
{
    const Diagnostics diagnostics = validate(text);
    INFO(text);
    REQUIRE(diagnostics.size() == 1);
    CHECK(diagnostics.front().toString() == expected);
}

} // namespace

TEST_CASE("a document that fits its schema has no findings")
{
    CHECK(
        validate(R"({"Name": "x", "Kind": "Default", "Ports": [1, 65535], "Id": "00ff"})").empty());
}

TEST_CASE("each kind of violation says what stands there, where, and what was expected")
{
    checkOne("{}",
             "m.json:1:1: error: \"Name\" is missing; expected a string of at least 1 characters; "
             "add \"Name\" [schema-required]");
    checkOne(R"({"Name": 3})",
             "m.json:1:10: error: \"Name\" is an integer; expected a string of at least "
             "1 characters (/Name) [schema-type]");
    checkOne(
        R"({"Name": "x", "Kind": "Defualt"})",
        "m.json:1:23: error: \"Kind\" is \"Defualt\"; expected one of \"Default\", \"Debugger\" "
        "(/Kind) [schema-enum]");
    checkOne(R"({"Name": "x", "Ports": [80, 65536]})",
             "m.json:1:29: error: \"Ports/1\" is 65536; expected an integer from 1 to 65535 "
             "(/Ports/1) [schema-maximum]");
    checkOne(R"({"Name": "x", "Id": "zzzz"})",
             "m.json:1:21: error: \"Id\" is \"zzzz\"; expected four hexadecimal digits (/Id) "
             "[schema-pattern]");
    checkOne(R"({"Name": "x", "Mixed": 1.5})", "m.json:1:24: error: \"Mixed\" is a number with a "
                                               "fraction; expected an integer or a string "
                                               "(/Mixed) [schema-type]");
    checkOne(R"({"Name": "x", "Strict": {"a": 1, "b": 2}})",
             "m.json:1:34: error: \"Strict\" has no member \"b\" (/Strict/b) "
             "[schema-additionalProperties]");
    checkOne(R"({"Name": "x", "Strict": {}})",
             "m.json:1:25: error: \"Strict\" lacks \"a\"; add \"a\" (/Strict) [schema-required]");
}

TEST_CASE("all violations are found, in the order of the text")
{
    const Diagnostics diagnostics = validate(R"({"Ports": ["a", 0], "Name": ""})");
    REQUIRE(diagnostics.size() == 3);
    CHECK(diagnostics[0].where.pointer == "/Ports/0");
    CHECK(diagnostics[1].where.pointer == "/Ports/1");
    CHECK(diagnostics[2].where.pointer == "/Name");
}

TEST_CASE("the longest allowed string does not exhaust the stack of the pattern matcher")
{
    CHECK(validate(R"({"Name": "x", "Id": ")" + std::string(4096, 'a') + "\"}").size() == 1);
}

TEST_CASE("a text that is no schema is refused")
{
    CHECK_FALSE(Schema::compile("{"));
    CHECK_FALSE(Schema::compile(R"({"type": 7})"));
}

} // namespace perisphere::schema_test
