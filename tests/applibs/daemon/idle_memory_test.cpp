// What the daemon gives back to the kernel is not lost.
#include "idle_memory.hpp"
#include "packages.hpp"

#include <catch2/catch.hpp>

using namespace perisphere;

TEST_CASE("what is given back is less memory, and code that is used comes again", "[memory]")
{
    const auto bytes = test::pack({}, test::signingKey()); // which much code was needed for
    const auto before = daemon::residentBytes();
    REQUIRE(before > 0);

    daemon::releaseIdleMemory();
    CHECK(daemon::residentBytes() < before);

    const auto package = image::readPackage(bytes, "tester.imagepackage");
    REQUIRE(package);
    CHECK(image::verify(*package, test::trustIn(test::signingKey())));
}
