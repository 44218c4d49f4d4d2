#include "models/json_text.hpp"

#include "perisphere/json/document.hpp"

#include <catch2/catch.hpp>

namespace perisphere::studio_test
{

using studio::JsonText;

namespace
{

const std::string kBoard = R"({
  "name": "Bench",   "unknown": {"of": ["a \"]}", 1.5e3, true]},
  "parts": [
    {"name": "D1", "type": "led", "at": [1, 2]},
    {"name": "D2",
     "type": "led"}
  ],
  "wires": [["D1.anode", "GND"], ["D2.anode", "3V3", 10]]
}
)";

} // namespace

TEST_CASE("an element is put at the end of its list, in the list's own shape")
{
    JsonText text(kBoard);
    text.append("parts", R"({"name": "D3"})");
    text.append("wires", R"(["a", "b"])");
    CHECK_THAT(text.text(), Catch::Contains("\"type\": \"led\"},\n    {\"name\": \"D3\"}\n  ],"));
    CHECK_THAT(text.text(), Catch::Contains(R"("3V3", 10], ["a", "b"]])"));
    CHECK_THAT(text.text(),
               Catch::Contains(R"(  "name": "Bench",   "unknown": {"of": ["a \"]}",)"));
    CHECK(json::Document::parse(text.text(), "").value().root()["parts"].size() == 3);
}

TEST_CASE("a list that is not there is made")
{
    for (const char* const before : {"{}", "{\"a\": 1}", "{\n\t\"a\": 1\n}\n",
                                     "\xEF\xBB\xBF{ \"wires\": [ ] }", "{\"wires\":[]}"}) {
        CAPTURE(before);
        JsonText text(before);
        text.append("wires", R"(["a", "b"])");
        const auto document = json::Document::parse(text.text(), "");
        REQUIRE(document);
        CHECK(document->root()["wires"] == json::Value::array({json::Value::array({"a", "b"})}));
    }
    JsonText tabs("{\n\t\"a\": 1\n}\n");
    tabs.append("wires", "[]");
    CHECK(tabs.text() == "{\n\t\"a\": 1,\n\t\"wires\": [\n\t\t[]\n\t]\n}\n");
}

TEST_CASE("what is put in and removed again leaves the text as it was")
{
    for (const std::size_t count : {1U, 3U}) {
        JsonText text(kBoard);
        for (std::size_t i = 0; i < count; ++i)
            text.append("wires", R"(["x", "y"])");
        for (std::size_t i = 0; i < count; ++i)
            text.remove("wires", 2);
        CHECK(text.text() == kBoard);
    }
}

TEST_CASE("an element is removed wherever it stands")
{
    for (const std::size_t index : {0U, 1U}) {
        JsonText text(kBoard);
        text.remove("parts", index);
        const json::Value parts = json::Document::parse(text.text(), "").value().root()["parts"];
        REQUIRE(parts.size() == 1);
        CHECK(parts[0]["name"] == (index == 0 ? "D2" : "D1"));
        text.remove("parts", 0);
        CHECK_THAT(text.text(), Catch::Contains("\"parts\": []"));
        text.remove("parts", 0); // there is none
        text.remove("nets", 0);
        CHECK(json::Document::parse(text.text(), "").value().root()["parts"].empty());
    }
}

TEST_CASE("a member is replaced, or put beside the others")
{
    JsonText text(kBoard);
    text.setMember("parts", 0, "at", "[3, 4]");
    text.setMember("parts", 1, "at", "[5, 6]");
    CHECK_THAT(text.text(), Catch::Contains(R"({"name": "D1", "type": "led", "at": [3, 4]})"));
    CHECK_THAT(text.text(), Catch::Contains("\"type\": \"led\",\n     \"at\": [5, 6]}"));
}

} // namespace perisphere::studio_test
