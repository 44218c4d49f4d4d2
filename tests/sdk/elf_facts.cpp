#include "elf_facts.hpp"

#include "app_project.hpp"

#include <catch2/catch.hpp>

#include <regex>

namespace perisphere::test
{
namespace
{

std::string readelf(const std::string& option, const std::filesystem::path& file)
{
    const Outcome outcome =
        runCommand("readelf --wide " + option + " " + shellWord(file), file.parent_path());
    INFO(outcome.output);
    REQUIRE(outcome.status == 0);
    return outcome.output;
}

std::vector<std::string> allMatches(const std::string& text, const std::string& pattern)
{
    const std::regex regex(pattern);
    std::vector<std::string> found;
    for (std::sregex_iterator match(text.begin(), text.end(), regex), end; match != end; ++match)
        found.push_back(match->str(1));
    return found;
}

} // namespace

ElfFacts elfFacts(const std::filesystem::path& file)
{
    ElfFacts facts;
    facts.header = readelf("--file-header", file);
    facts.programHeaders = readelf("--program-headers", file);
    facts.symbols = readelf("--dyn-syms", file);
    const std::string dynamic = readelf("--dynamic", file);
    facts.needed = allMatches(dynamic, "NEEDED.*\\[(.*)\\]");
    facts.isPositionIndependent = dynamic.find("Flags: PIE") != std::string::npos;
    for (const std::string& name : allMatches(facts.programHeaders, "interpreter: (.*)\\]"))
        facts.interpreter = name;
    return facts;
}

} // namespace perisphere::test
