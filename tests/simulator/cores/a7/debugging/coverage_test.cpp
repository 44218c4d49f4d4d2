// Which source lines of programs have run, and how often.

#include "emulated_program.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <map>

namespace perisphere::test
{
namespace
{

using Catch::Matchers::Contains;
using LineCounts = std::map<unsigned, std::uint64_t>;

std::string contentOfFile(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Of a source file in all records of a tracefile, added up as lcov does.
LineCounts countsIn(const std::filesystem::path& tracefile, const std::string& source)
{
    LineCounts counts;
    std::ifstream file(tracefile);
    bool isWanted = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("SF:"))
            isWanted = line.substr(3) == source;
        unsigned number = 0;
        unsigned long long count = 0;
        if (isWanted && std::sscanf(line.c_str(), "DA:%u,%llu", &number, &count) == 2)
            counts[number] += count;
    }
    return counts;
}

/// What the source says of itself.
LineCounts expectedCounts(const std::string& source)
{
    LineCounts counts;
    std::ifstream file(source);
    unsigned number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        unsigned long long count = 0;
        const std::size_t at = line.find("// runs: ");
        if (at != std::string::npos && std::sscanf(line.c_str() + at, "// runs: %llu", &count) == 1)
            counts[number] = count;
    }
    return counts;
}

} // namespace

TEST_CASE("coverage counts the lines of an optimised program and of its library")
{
    const TemporaryDirectory folder;
    EmulatedProgram emulated({PERISPHERE_COUNTED}, {"--coverage", folder / "lcov.info"});
    CHECK(emulated.end() == "exit 0");
    INFO(emulated.printed());
    const auto counts = countsIn(folder / "lcov.info", PERISPHERE_COUNTED_SOURCE);
    const auto expected = expectedCounts(PERISPHERE_COUNTED_SOURCE);
    REQUIRE(expected.size() == 6);
    for (const auto& [line, count] : expected) {
        INFO("line " << line);
        REQUIRE(counts.contains(line));
        CHECK(counts.at(line) == count);
    }
    const std::string text = contentOfFile(folder / "lcov.info");
    CHECK_THAT(text, Contains("FNDA:12,scramble\n") && Contains("FNDA:3,twice\n") &&
                         Contains("FNDA:1,sum") && Contains("FNDA:0,never\n"));
}

TEST_CASE("coverage goes with a profile, and is the same in each run")
{
    const TemporaryDirectory folder;
    for (const std::string name : {"first", "second"}) {
        EmulatedProgram emulated({PERISPHERE_COUNTED}, {"--coverage", folder / name, "--folded",
                                                        folder / (name + ".folded")});
        CHECK(emulated.end() == "exit 0");
        CHECK_THAT(contentOfFile(folder / (name + ".folded")), Contains(";main;sum"));
    }
    CHECK(contentOfFile(folder / "first") == contentOfFile(folder / "second"));
}

TEST_CASE("system calls are told in a file")
{
    const TemporaryDirectory folder;
    EmulatedProgram emulated({PERISPHERE_COUNTED}, {"--strace-file", folder / "calls"});
    CHECK(emulated.end() == "exit 0");
    CHECK_THAT(contentOfFile(folder / "calls"), Contains("write(1, \"") && Contains("openat("));
    CHECK_THAT(emulated.printed(), !Contains("openat("));
}

} // namespace perisphere::test
