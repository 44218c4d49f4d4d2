#include "system_software.hpp"

#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace perisphere;
using runtime::SystemSoftware;

TEST_CASE("a system's version stays over restarts")
{
    const test::TemporaryDirectory place;
    SystemSoftware first(place / "os-version");
    const std::string shipped = first.version();
    CHECK_FALSE(shipped.empty());
    REQUIRE(first.install("25.11"));
    CHECK(first.version() == "25.11");
    CHECK(SystemSoftware(place / "os-version").version() == "25.11");
}

TEST_CASE("the next version is of the month after")
{
    const test::TemporaryDirectory place;
    SystemSoftware system(place / "os-version");
    const std::string shipped = system.version();
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"25.02", "25.03"}, {"25.12", "26.01"}, {"99.12", "00.01"}, {"custom", shipped}};
    for (const auto& [version, next] : rows) {
        REQUIRE(system.install(version));
        CHECK(system.nextVersion() == next);
    }
}

TEST_CASE("a file that holds no version is passed over")
{
    const test::TemporaryDirectory place;
    const std::string shipped = SystemSoftware(place / "missing").version();
    for (const char* text : {"", "\n", "25.03", "a version that is much too long to be one\n"}) {
        std::ofstream(place / "os-version") << text;
        CHECK(SystemSoftware(place / "os-version").version() == shipped);
    }
}
