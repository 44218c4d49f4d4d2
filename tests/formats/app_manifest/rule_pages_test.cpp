// The pages in docs/formats list exactly the rules that the sources have.

#include "perisphere/json/document.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace perisphere::rule_pages_test
{

using perisphere::json::Value;
using Rules = std::set<std::string>;

namespace
{

const std::filesystem::path kRoot = PERISPHERE_SOURCES;

std::string textOf(const std::filesystem::path& file)
{
    std::ifstream stream(file);
    REQUIRE(stream);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void findAll(const std::string& text, const std::regex& pattern, Rules& rules)
{
    for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at)
        rules.insert((*at)[1]);
}

/// In our sources a string literal of hyphenated lower-case words is a rule or an annotation of a
/// schema ("x-..."); rules of one word are given to toDiagnostic().
Rules rulesOfSources(const std::string& folder)
{
    const std::regex hyphenated("\"([a-z]+(?:-[a-z]+)+)\"");
    const std::regex ofError("toDiagnostic\\([^\"]*\"([a-z-]+)\"\\)");
    Rules rules;
    for (const auto& file :
         std::filesystem::directory_iterator(kRoot / "formats" / folder / "src")) {
        const std::string text = textOf(file.path());
        findAll(text, hyphenated, rules);
        findAll(text, ofError, rules);
    }
    std::erase_if(rules,
                  [](const std::string& one) { return one.starts_with("x-"); }); // annotations
    return rules;
}

/// Rules of a schema: "x-rule" where a subschema has one, else one for each keyword. Wrong types
/// and missing members always have the general ones.
void addRulesOfSchema(const Value& node, Rules& rules)
{
    if (node.is_array())
        for (const Value& element : node)
            addRulesOfSchema(element, rules);
    if (!node.is_object())
        return;
    for (const char* keyword : {"type", "required", "enum", "pattern", "minLength", "maxLength",
                                "minItems", "maxItems", "minimum", "maximum", "not"}) {
        if (!node.contains(keyword) || (std::string(keyword) == "type" && node["type"].is_object()))
            continue;
        const bool isGeneral = std::string(keyword) == "type" || std::string(keyword) == "required";
        rules.insert(node.contains("x-rule") && !isGeneral ? node["x-rule"].get<std::string>()
                                                           : "schema-" + std::string(keyword));
    }
    for (const auto& [key, below] : node.items())
        addRulesOfSchema(below, rules);
}

Rules rulesOfPage(const std::string& page)
{
    Rules rules;
    findAll(textOf(kRoot / "docs" / "formats" / page), std::regex("\\n\\| `([a-zA-Z-]+)` \\|"),
            rules);
    // A limits table has members of the format in its first column; they are in upper case.
    std::erase_if(rules, [](const std::string& one) { return std::isupper(one.front()) != 0; });
    return rules;
}

void checkPage(const std::string& page, const std::string& folder, const std::string& schema)
{
    Rules rules = rulesOfSources(folder);
    const Rules ofJson = rulesOfSources("json");
    rules.insert(ofJson.begin(), ofJson.end());
    addRulesOfSchema(Value::parse(textOf(kRoot / "formats" / folder / schema)), rules);
    CHECK(rules.size() > 20); // the search finds something
    CHECK(rulesOfPage(page) == rules);
}

} // namespace

TEST_CASE("the page about app manifests lists their rules")
{
    checkPage("app-manifest.md", "app_manifest", "app_manifest.schema.json");
}

TEST_CASE("the page about hardware definitions lists their rules")
{
    checkPage("hardware-definition.md", "hardware_definition", "hardware_definition.schema.json");
}

} // namespace perisphere::rule_pages_test
