#include "log_files.hpp"

#include "perisphere/base/file.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <set>
#include <string>

using namespace perisphere;
using daemon::LogFiles;

namespace
{

std::string contentOf(const std::filesystem::path& file)
{
    return readTextFile(file, 1024 * 1024).value();
}

std::set<std::string> namesIn(const std::filesystem::path& folder)
{
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        names.insert(entry.path().filename().string());
    return names;
}

} // namespace

TEST_CASE("a line has the time of day and who says it")
{
    const test::TemporaryDirectory folder;
    auto log = LogFiles::open({.folder = folder / "log"}).value();
    REQUIRE(log.add("device", "a word"));
    const std::string line = contentOf(folder / "log/device.log");
    CHECK(line.size() == std::string("2026-11-30T12:00:00.000Z device: a word\n").size());
    CHECK(line.ends_with("Z device: a word\n"));
}

TEST_CASE("files take turns, and the oldest goes")
{
    const test::TemporaryDirectory folder;
    const std::string text(70, 'x'); // with the rest of the line 102 bytes
    auto log = LogFiles::open({.folder = folder.path(), .fileBytes = 250, .files = 3}).value();
    for (int i = 0; i < 9; ++i)
        REQUIRE(log.add("device", std::to_string(i) + text));
    CHECK(namesIn(folder.path()) ==
          std::set<std::string>{"device.log", "device.log.1", "device.log.2"});
    for (const auto& [file, first] : {std::pair("device.log", "8"), std::pair("device.log.1", "6"),
                                      std::pair("device.log.2", "4")}) {
        const std::string content = contentOf(folder / file);
        CHECK(content.size() <= 250);
        CHECK(content.find(std::string(": ") + first + "x") != std::string::npos);
    }
}

TEST_CASE("the next start goes on with the file that is there")
{
    const test::TemporaryDirectory folder;
    const daemon::Configuration::LogFolder options{
        .folder = folder.path(), .fileBytes = 100, .files = 2};
    REQUIRE(LogFiles::open(options).value().add("device", "before"));
    auto log = LogFiles::open(options).value();
    REQUIRE(log.add("device", "after"));
    CHECK(contentOf(folder / "device.log").find("before") != std::string::npos);
    REQUIRE(log.add("device", "later"));
    CHECK(contentOf(folder / "device.log.1").find("after") != std::string::npos);
}

TEST_CASE("one file alone begins anew")
{
    const test::TemporaryDirectory folder;
    auto log = LogFiles::open({.folder = folder.path(), .fileBytes = 60, .files = 1}).value();
    for (const char* const text : {"first", "second", "third"})
        REQUIRE(log.add("device", text));
    CHECK(namesIn(folder.path()) == std::set<std::string>{"device.log"});
    CHECK(contentOf(folder / "device.log").find("third") != std::string::npos);
    CHECK(contentOf(folder / "device.log").find("first") == std::string::npos);
}
