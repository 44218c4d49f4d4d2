#include "perisphere/base/ascii.hpp"

#include <catch2/catch.hpp>

namespace perisphere::ascii_test
{

TEST_CASE("only ASCII letters have a case")
{
    CHECK(lowerCase(std::string("AZaz@[`{09-")) == "azaz@[`{09-");
    CHECK(lowerCase(std::string("\xc3\x84\x80")) == "\xc3\x84\x80");
    CHECK(lowerCase(std::string()).empty());
}

TEST_CASE("texts that differ in case alone are equal, prefixes are not")
{
    CHECK(equalIgnoringCase("Blink-1A", "bLINK-1a"));
    CHECK(equalIgnoringCase("", ""));
    CHECK_FALSE(equalIgnoringCase("blink", "blinks"));
    CHECK_FALSE(equalIgnoringCase("@", "`")); // apart by the bit that letter cases are apart by
}

} // namespace perisphere::ascii_test
