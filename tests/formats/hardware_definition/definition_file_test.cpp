#include "memory_file_source.hpp"
#include "perisphere/hardware/definition.hpp"

#include <catch2/catch.hpp>

namespace perisphere::definition_file_test
{

using test::definitionText;

namespace
{

/// The only finding for a list of peripherals.
Diagnostic onlyFinding(const std::string& peripherals)
{
    const auto parsed = hardware::parseDefinitionFile(definitionText("", peripherals), "d.json");
    INFO(peripherals);
    for (const Diagnostic& one : parsed.diagnostics)
        UNSCOPED_INFO(one.toString());
    REQUIRE(parsed.diagnostics.size() == 1);
    return parsed.diagnostics.front();
}

} // namespace

TEST_CASE("a text that is no definition is refused with its place")
{
    const auto syntax = hardware::parseDefinitionFile("{\n \"Metadata\": }", "d.json");
    CHECK_FALSE(syntax.value);
    REQUIRE(syntax.diagnostics.size() == 1);
    CHECK(syntax.diagnostics.front().where.line == 2);
    CHECK(syntax.diagnostics.front().where.column == 14);

    const auto list = hardware::parseDefinitionFile("[]", "d.json");
    CHECK_FALSE(list.ok());
    CHECK_FALSE(list.value);

    const auto kind = hardware::parseDefinitionFile(
        R"json({"Metadata": {"Type": "Other", "Version": 2}, "Description": {"Name": "x"}, "Peripherals": []})json",
        "d.json");
    REQUIRE(kind.diagnostics.size() == 2);
    CHECK(kind.diagnostics[0].where.pointer == "/Metadata/Type");
    CHECK(kind.diagnostics[1].where.pointer == "/Metadata/Version");
}

TEST_CASE("structure is checked by the schema, with line, column and pointer")
{
    const Diagnostic type = onlyFinding(R"json({"Name": "A", "Type": "GPIO", "Mapping": "B"})json");
    CHECK(type.rule == "schema-enum");
    CHECK(type.where.pointer == "/Peripherals/0/Type");
    CHECK(type.where.line == 5);
    CHECK(type.where.column == 23);
    CHECK(onlyFinding(R"json({"Name": "1A", "Type": "Gpio", "Mapping": "B"})json").rule ==
          "schema-pattern");
    CHECK(
        onlyFinding(
            R"json({"Name": "A", "Type": "Gpio", "MainCoreHeaderValue": "5", "AppManifestValue": 5})json")
            .rule == "schema-pattern");
    CHECK(onlyFinding(R"json({"Type": "Gpio", "Mapping": "B"})json").rule == "schema-required");
}

TEST_CASE("a name may stand in a file only once")
{
    const Diagnostic finding =
        onlyFinding("{\"Name\": \"A\", \"Type\": \"Gpio\", \"Mapping\": \"B\"},\n"
                    "{\"Name\": \"A\", \"Type\": \"Gpio\", \"Mapping\": \"C\"}");
    CHECK(finding.rule == "duplicate-name");
    CHECK(finding.where.line == 6);
    CHECK(finding.advice == "the first one is in line 5");
}

TEST_CASE("a peripheral maps or has a value, not both, not neither")
{
    CHECK(onlyFinding(R"json({"Name": "A", "Type": "int"})json").rule == "mapping-or-value");
    CHECK(
        onlyFinding(R"json({"Name": "A", "Type": "int", "Mapping": "B", "MainCoreHeaderValue": "(1)"
})json")
            .rule == "mapping-or-value");
    CHECK(onlyFinding(
              R"json({"Name": "A", "Type": "Gpio", "Mapping": "B", "AppManifestValue": 1})json")
              .rule == "mapping-or-value");
}

TEST_CASE("a manifest value suits its type")
{
    CHECK(
        onlyFinding(
            R"json({"Name": "A", "Type": "Gpio", "MainCoreHeaderValue": "(1)", "AppManifestValue": "1"})json")
            .rule == "manifest-value");
    CHECK(
        onlyFinding(
            R"json({"Name": "A", "Type": "Uart", "MainCoreHeaderValue": "(4)", "AppManifestValue": 4
    })json")
            .rule == "manifest-value");
    CHECK(onlyFinding(R"json({"Name": "A", "Type": "Uart", "MainCoreHeaderValue": "(4)"
    })json")
              .rule == "manifest-value");
    CHECK(
        onlyFinding(
            R"json({"Name": "A", "Type": "int", "MainCoreHeaderValue": "(4)", "AppManifestValue": 4
    })json")
            .rule == "manifest-value");
}

TEST_CASE("a definition written and parsed again is the same")
{
    const std::string text = definitionText(
        R"json({"Path": "../mt3620/mt3620.json"})json",
        R"json({"Name": "A", "Type": "Gpio", "Mapping": "B", "Comment": "line \"1\"\nline 2"},
           {"Name": "C", "Type": "Gpio", "MainCoreHeaderValue": "(5)", "AppManifestValue": 5},
           {"Name": "D", "Type": "int", "MainCoreHeaderValue": "(-1)"})json");
    const auto first = hardware::parseDefinitionFile(text, "d.json");
    REQUIRE(first.ok());
    const std::string written = hardware::writeDefinitionFile(*first.value);
    const auto second = hardware::parseDefinitionFile(written, "d.json");
    REQUIRE(second.ok());
    CHECK(hardware::writeDefinitionFile(*second.value) == written);
    CHECK(second.value->peripherals[0].comment == "line \"1\"\nline 2");
    CHECK(second.value->imports[0].path == "../mt3620/mt3620.json");
    CHECK(std::get<std::int64_t>(*second.value->peripherals[1].manifestValue) == 5);
}

} // namespace perisphere::definition_file_test
