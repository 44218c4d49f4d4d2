#include "perisphere/json/document.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace perisphere::document_test
{

using json::Document;

namespace
{

Document parse(const std::string& text)
{
    auto document = Document::parse(text, "a.json");
    REQUIRE(document);
    return std::move(*document);
}

Error parseError(const std::string& text, const json::ParseLimits& limits = {})
{
    auto document = Document::parse(text, "a.json", limits);
    REQUIRE_FALSE(document);
    return document.error();
}

std::string place(const Location& where)
{
    return std::to_string(where.line) + ":" + std::to_string(where.column);
}

} // namespace

TEST_CASE("every value has the place where it begins")
{
    const Document document =
        parse("{ \"a\": [1, -2.5e3,\n  {\"b\\\"c\": true}],\n\"d\":null,\"e\" : \"x,]\" }");
    CHECK(place(document.locate("")) == "1:1");
    CHECK(place(document.locate("/a")) == "1:8");
    CHECK(place(document.locate("/a/0")) == "1:9");
    CHECK(place(document.locate("/a/1")) == "1:12");
    CHECK(place(document.locate("/a/2")) == "2:3");
    CHECK(place(document.locate("/a/2/b\"c")) == "2:12");
    CHECK(place(document.locate("/d")) == "3:5");
    CHECK(place(document.locate("/e")) == "3:16");
    CHECK(place(document.locateKey("/e")) == "3:10");
    CHECK(document.locate("/e").pointer == "/e");
    CHECK(document.locate("/e").file == "a.json");
}

TEST_CASE("an unknown pointer has the place of its nearest ancestor")
{
    const Document document = parse("{\"a\": {\"b\": 1}}");
    CHECK(place(document.locate("/a/x/y")) == "1:7");
    CHECK(place(document.locate("/z")) == "1:1");
    CHECK(place(document.locate("/a/b/0")) == "1:13");
}

TEST_CASE("pointer tokens are escaped and unescaped")
{
    CHECK(json::join("/a", "b/c~d") == "/a/b~1c~0d");
    const Document document = parse("{\"b/c~d\": 5}");
    CHECK(place(document.locate("/b~1c~0d")) == "1:11");
}

TEST_CASE("members keep their order, and a repeated key is reported where it stands again")
{
    const Document document = parse("{\"z\":1,\"a\":2,\n\"o\":{\"k\":1,\"k\":[7]}, \"z\":3}");
    CHECK(document.root().dump() == R"({"z":3,"a":2,"o":{"k":[7]}})");
    REQUIRE(document.duplicateKeys().size() == 2);
    CHECK(document.duplicateKeys()[0].where.pointer == "/o/k");
    CHECK(place(document.duplicateKeys()[0].where) == "2:12");
    CHECK(document.duplicateKeys()[1].where.pointer == "/z");
    CHECK(place(document.locate("/o/k/0")) == "2:17");
    CHECK(place(document.locate("/z")) == "2:26");
}

TEST_CASE("a byte order mark is skipped and does not shift columns")
{
    const Document document = parse("\xEF\xBB\xBF{\"a\": 1}");
    CHECK(place(document.locate("/a")) == "1:7");
}

TEST_CASE("a syntax error is shown at the token that does not fit")
{
    const auto check = [](const std::string& text, const std::string& where) {
        const Error error = parseError(text);
        INFO(text << " -> " << error.toString());
        CHECK(error.code == ErrorCode::Syntax);
        CHECK(place(error.where) == where);
        CHECK_FALSE(error.message.empty());
        CHECK(error.message.find("json.exception") == std::string::npos);
    };
    check("", "1:1");
    check("{\"a\": 1,}", "1:9");
    check("{\"a\": 1\n \"b\": 2}", "2:2");
    check("[1, 2", "1:6");
    check("{\"a\" 1}", "1:6");
    check("[1] x", "1:5");
    check("[nul]", "1:5");
    check("{\"a\": \"\t\"}", "1:8");
    check("[\"\xC3\x28\"]", "1:4");
    check("// no\n{}", "1:1");
    using namespace std::string_literals;
    check("6\n \0{}"s, "2:2");
    check("[\"a\0b\"]"s, "1:4");
}

TEST_CASE("limits are errors with the limit in them")
{
    const Error deep = parseError(std::string(33, '[') + std::string(33, ']'));
    CHECK(deep.code == ErrorCode::LimitExceeded);
    CHECK(deep.expected == "at most 32 levels");
    CHECK(place(deep.where) == "1:33");
    CHECK(parseError("[1,2,3]", {.values = 3}).code == ErrorCode::LimitExceeded);
    CHECK(parseError("[1,2,3]", {.bytes = 6}).code == ErrorCode::LimitExceeded);
    CHECK(parseError("[\"12345\"]", {.stringBytes = 4}).code == ErrorCode::LimitExceeded);
    CHECK(parseError("{\"12345\":1}", {.stringBytes = 4}).code == ErrorCode::LimitExceeded);
}

} // namespace perisphere::document_test
