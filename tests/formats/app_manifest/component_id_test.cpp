#include "manifest_text.hpp"

namespace perisphere::component_id_test
{

namespace
{

constexpr std::string_view kId = "6583CF17-d321-4d72-8283-0b7c5b56442b";

std::string filled(const std::string& text)
{
    const auto result = manifest::withComponentId(text, kId, "app.json");
    INFO((result ? std::string() : result.error().toString()));
    REQUIRE(result);
    return *result;
}

} // namespace

TEST_CASE("a component id is filled in and every other byte kept")
{
    struct Case {
        std::string before;
        std::string after;
    };
    const std::vector<Case> cases = {
        {R"({"ComponentId":""})", R"({"ComponentId":"6583CF17-d321-4d72-8283-0b7c5b56442b"})"},
        {"\xEF\xBB\xBF{\r\n\t\"ComponentId\" :\t\"{x}\" ,\r\n \"Name\":\"\\u0041\" }\r\n\r\n",
         "\xEF\xBB\xBF{\r\n\t\"ComponentId\" :\t\"6583CF17-d321-4d72-8283-0b7c5b56442b\" ,\r\n "
         "\"Name\":\"\\u0041\" }\r\n\r\n"},
        {"// \"ComponentId\": \"no\"\n{ /* { */ \"a\": {\"ComponentId\": \"inner\"}, \"b\": "
         "[\"ComponentId\", {\"ComponentId\": 1}],\n // why\n \"ComponentId\": /* , */ \"old\" }",
         "// \"ComponentId\": \"no\"\n{ /* { */ \"a\": {\"ComponentId\": \"inner\"}, \"b\": "
         "[\"ComponentId\", {\"ComponentId\": 1}],\n // why\n \"ComponentId\": /* , */ "
         "\"6583CF17-d321-4d72-8283-0b7c5b56442b\" }"},
        {"// \"\r{\"ComponentId\":\"\"}",
         "// \"\r{\"ComponentId\":\"6583CF17-d321-4d72-8283-0b7c5b56442b\"}"},
        {R"({"Name": "ComponentId", "Compo\u006eentId": "a\"b\\", "x": -1.5e3, "y": true})",
         R"({"Name": "ComponentId", "Compo\u006eentId": "6583CF17-d321-4d72-8283-0b7c5b56442b", )"
         R"("x": -1.5e3, "y": true})"},
    };
    for (const Case& one : cases)
        CHECK(filled(one.before) == one.after);
}

TEST_CASE("of two component ids the one that counts is filled in")
{
    CHECK(filled(R"({"ComponentId": "a", "ComponentId": "b"})") ==
          R"({"ComponentId": "a", "ComponentId": "6583CF17-d321-4d72-8283-0b7c5b56442b"})");
}

TEST_CASE("a text without a component id to fill in is refused")
{
    const auto error = [](const std::string& text) {
        const auto result = manifest::withComponentId(text, kId, "app.json");
        REQUIRE_FALSE(result);
        CHECK(result.error().where.file == "app.json");
        return result.error();
    };
    CHECK(error("{\n \"ComponentId\": }").code == ErrorCode::Syntax);
    CHECK(error("{\n \"ComponentId\": }").where.line == 2);
    CHECK(error("").code == ErrorCode::Syntax);
    CHECK(error("{} /*").code == ErrorCode::Syntax);
    using namespace std::string_literals;
    CHECK(error("//\n6\0{\"ComponentId\": \"\", /* \""s).code == ErrorCode::Syntax);
    CHECK(error(R"({"Name": "x"})").message == "the text has no \"ComponentId\"");
    CHECK(error(R"(["ComponentId", "x"])").code == ErrorCode::Invalid);
    CHECK(error(R"("ComponentId")").code == ErrorCode::Invalid);
    CHECK(error(R"({"a": {"ComponentId": ""}})").code == ErrorCode::Invalid);
    const Error number = error("{\n  \"ComponentId\": 5}");
    CHECK(number.message == "\"ComponentId\" is not a string");
    CHECK(number.where.line == 2);
    CHECK(number.where.column == 18);
    CHECK(error(R"({"ComponentId": {"ComponentId": ""}})").code == ErrorCode::Invalid);
}

TEST_CASE("what is filled in has to be a component id")
{
    const auto result = manifest::withComponentId("{\"ComponentId\": \"\"}", "\", \"x", "app.json");
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::InvalidArgument);
}

} // namespace perisphere::component_id_test
