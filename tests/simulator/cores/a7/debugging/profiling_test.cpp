// Where the instructions of programs go.

#include "emulated_program.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

namespace perisphere::test
{
namespace
{

using Catch::Matchers::Contains;

const std::string kProgram = PERISPHERE_DEBUGGED "-arm";

std::string contentOf(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The count of the line that ends with the path.
std::uint64_t countOf(const std::string& folded, const std::string& path)
{
    const std::size_t at = folded.find(path + " ");
    REQUIRE(at != std::string::npos);
    return std::stoull(folded.substr(at + path.size() + 1));
}

} // namespace

TEST_CASE("a profile counts the instructions of each function under its callers")
{
    const TemporaryDirectory folder;
    EmulatedProgram emulated({kProgram},
                             {"--folded", folder / "folded", "--profile", folder / "callgrind"});
    CHECK(emulated.end() == "exit 7");
    const std::string folded = contentOf(folder / "folded");
    CHECK_THAT(folded, Contains("start_thread;work;add "));
    // add is a straight line: as many instructions from each of its callers.
    CHECK(countOf(folded, ";main;add") == countOf(folded, ";work;add"));

    const std::string callgrind = contentOf(folder / "callgrind");
    CHECK_THAT(callgrind, Contains("events: Ir\n") && Contains("\nfn=add\n"));
    CHECK_THAT(callgrind, Contains("\ncfn=add\ncalls=1 0\n"));
    std::uint64_t sum = 0;
    for (std::size_t at = 0; (at = callgrind.find("\nfn=", at)) != std::string::npos;) {
        at = callgrind.find("\n0 ", at) + 3;
        sum += std::stoull(callgrind.substr(at));
    }
    const std::size_t summary = callgrind.find("summary: ");
    REQUIRE(summary != std::string::npos);
    CHECK(sum == std::stoull(callgrind.substr(summary + 9)));
}

TEST_CASE("the same run has the same profile")
{
    const TemporaryDirectory folder;
    for (const char* name : {"first", "second"}) {
        EmulatedProgram emulated({kProgram}, {"--folded", folder / name});
        CHECK(emulated.end() == "exit 7");
    }
    CHECK_FALSE(contentOf(folder / "first").empty());
    CHECK(contentOf(folder / "first") == contentOf(folder / "second"));
}

} // namespace perisphere::test
