// What holds for every part in the table, so that a new one is checked without a new line here.

#include "bench.hpp"

#include "perisphere/json/schema.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

namespace perisphere::all_parts_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

const std::set<std::string> kUnits = {"",  "V", "°C", "lx",   "hPa", "g", "°/s", "Hz", "Bd",
                                      "%", "°", "m",  "km/h", "Ω",   "s", "µs",  "dBm"};

/// A value that the property may have and does not have now.
PropertyValue otherValue(const Property& property)
{
    const PropertyDescription& description = property.description();
    const Range& range = description.range;
    switch (description.type) {
    case PropertyType::Bool:
        return !std::get<bool>(property.value());
    case PropertyType::Integer:
        return static_cast<std::int64_t>(range.minimum.value_or(0)) + 1;
    case PropertyType::Number:
        return range.minimum.value_or(0) + range.step.value_or(0.5);
    case PropertyType::Choice:
        return description.choices.back();
    case PropertyType::Colour:
        return Colour{1, 2, 3};
    case PropertyType::Bytes:
        return ByteArray{std::byte{1}};
    default:
        return std::string("x");
    }
}

} // namespace

TEST_CASE("part types stand in the order of their names, each once")
{
    std::string before;
    for (const PartType* type : partTypes()) {
        CHECK(before < type->name);
        before = type->name;
    }
    CHECK_FALSE(partTypes().empty());
}

TEST_CASE("an unknown part type is answered with the nearest one")
{
    const auto found = findPartType("lps22hb");
    REQUIRE_FALSE(found.has_value());
    CHECK(found.error().message == "there is no part type \"lps22hb\"");
    CHECK(found.error().advice == "did you mean \"lps22hh\"?");
}

TEST_CASE("every part type says what it is and how to draw it")
{
    for (const PartType* type : partTypes()) {
        INFO(type->name);
        CHECK_FALSE(type->title.empty());
        CHECK_FALSE(type->description.empty());
        CHECK_FALSE(type->description.ends_with('.'));
        CHECK(type->drawing.width > 0);
        CHECK(type->drawing.height > 0);
        CHECK(type->drawing.body.size() == 7);
        CHECK(type->drawing.pins.empty() == (type->drawing.shape == Shape::Surroundings));
        std::set<std::string_view> names;
        for (const PinHint& pin : type->drawing.pins) {
            INFO(pin.name);
            CHECK(names.insert(pin.name).second);
            CHECK_FALSE(pin.description.empty());
            CHECK((pin.x >= 0 && pin.x <= type->drawing.width));
            CHECK((pin.y >= 0 && pin.y <= type->drawing.height));
        }
    }
}

TEST_CASE(
    "every part type's configuration is a schema with a description and default for each value")
{
    for (const PartType* type : partTypes()) {
        INFO(type->name);
        const json::Value schema = configurationSchema(*type);
        CHECK(json::Schema::compile(schema.dump()).has_value());
        json::Value defaults = json::Value::object();
        for (const auto& [name, value] : schema["properties"].items()) {
            INFO(name);
            CHECK(value.contains("description"));
            REQUIRE(value.contains("default"));
            defaults[name] = value["default"];
        }
        const auto document = json::Document::parse(defaults.dump(), "defaults.json");
        REQUIRE(document.has_value());
        CHECK(checkConfiguration(*type, *document, "").ok());
    }
}

TEST_CASE(
    "every property of every part is described, takes what is in range and refuses what is not")
{
    for (const PartType* type : partTypes()) {
        Bench bench;
        const auto part = bench.make(std::string(type->name), "P1");
        CHECK_FALSE(part->properties().properties().empty());
        for (Property* property : part->properties().properties()) {
            const PropertyDescription& description = property->description();
            INFO(type->name << "." << description.name);
            CHECK_FALSE(description.description.empty());
            CHECK_FALSE(description.description.ends_with('.'));
            CHECK(kUnits.count(description.unit) == 1);
            const PropertyValue value = otherValue(*property);
            if (description.access == Access::Observable) {
                CHECK_FALSE(property->setFromClient(property->value()).has_value());
                continue;
            }
            CHECK(property->setFromClient(value).has_value());
            if (const auto minimum = description.range.minimum)
                CHECK_FALSE(property->setFromClient(*minimum - 1).has_value());
            if (const auto maximum = description.range.maximum)
                CHECK_FALSE(property->setFromClient(*maximum + 1).has_value());
        }
    }
}

TEST_CASE("every part's state goes through JSON and comes back the same")
{
    for (const PartType* type : partTypes()) {
        INFO(type->name);
        Bench first;
        const auto part = first.make(std::string(type->name), "P1");
        for (Property* property : part->properties().properties())
            if (property->description().access == Access::Settable)
                CHECK(property->setFromClient(otherValue(*property)).has_value());
        first.run(3ms); // in the middle of whatever began
        const json::Value saved = saveState(*part);
        Bench second;
        second.run(1s);
        const auto other = second.make(std::string(type->name), "P1");
        const auto restored = restoreState(*other, json::Value::parse(saved.dump()));
        if (!restored)
            FAIL(restored.error().toString());
        CHECK(saveState(*other) == saved);
        // And both go on alike.
        first.run(50ms);
        second.run(50ms);
        CHECK(saveState(*other) == saveState(*part));
    }
}

TEST_CASE("a state that does not fit is refused and changes nothing")
{
    Bench bench;
    const auto part = bench.make("lps22hh", "U2");
    set(*part, "pressure", 900.0);
    const json::Value before = saveState(*part);
    json::Value wrongType = before;
    wrongType["type"] = "led";
    json::Value wrongField = before;
    wrongField["properties"]["pressure"] = 700.0;
    wrongField["state"]["registers"] = "00";
    json::Value outOfRange = before;
    outOfRange["properties"]["pressure"] = 5000.0;
    json::Value notHex = before;
    notHex["state"]["registers"] = "zz";
    for (const json::Value& state :
         {wrongType, wrongField, outOfRange, notHex, json::Value(), json::Value::array()}) {
        INFO(state.dump());
        const auto restored = restoreState(*part, state);
        REQUIRE_FALSE(restored.has_value());
        CHECK(restored.error().activity == "restore part \"U2\"");
        CHECK(saveState(*part) == before);
    }
}

TEST_CASE("a wrong configuration is reported at its place")
{
    const auto led = findPartType("led");
    REQUIRE(led.has_value());
    const auto document = json::Document::parse("{\n  \"configuration\": {\n"
                                                "    \"colour\": \"purple\",\n"
                                                "    \"colr\": \"red\"\n  }\n}\n",
                                                "board.json");
    REQUIRE(document.has_value());
    const auto checked = checkConfiguration(**led, *document, "/configuration");
    CHECK_FALSE(checked.ok());
    REQUIRE(checked.diagnostics.size() == 2);
    std::set<std::uint32_t> lines;
    for (const Diagnostic& one : checked.diagnostics) {
        INFO(one.toString());
        CHECK(one.where.file == "board.json");
        CHECK(one.where.pointer.starts_with("/configuration/"));
        lines.insert(one.where.line);
    }
    CHECK(lines == std::set<std::uint32_t>{3, 4});
}

TEST_CASE("docs/fidelity.md has a row for every part, and names tests that exist")
{
    const std::filesystem::path root = PERISPHERE_SOURCE;
    std::ifstream file(root / "docs/fidelity.md");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    REQUIRE_FALSE(text.empty());
    for (const PartType* type : partTypes()) {
        INFO(type->name);
        CHECK(text.find("`" + std::string(type->name) + "`") != std::string::npos);
    }
    std::set<std::string> tests;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "tests"))
        tests.insert(entry.path().stem().string());
    const std::regex name("`([a-z0-9_]+_(?:test|cases))`");
    int named = 0;
    for (std::sregex_iterator found(text.begin(), text.end(), name), end; found != end; ++found) {
        INFO(found->str(1));
        CHECK(tests.contains(found->str(1)));
        ++named;
    }
    CHECK(named > 0);
}

} // namespace perisphere::all_parts_test
