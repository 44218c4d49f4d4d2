#include "perisphere/base/suggest.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>

namespace perisphere::suggest_test
{

namespace
{
constexpr std::array<std::string_view, 5> kWords{"pack", "show", "verify", "extract", "image"};
}

TEST_CASE("the nearest word is found through one slip of each kind")
{
    CHECK(nearest("pakc", kWords) == "pack");
    CHECK(nearest("shw", kWords) == "show");
    CHECK(nearest("verifyy", kWords) == "verify");
    CHECK(nearest("extrakt", kWords) == "extract");
    CHECK(nearest("IMAGE", kWords) == "image");
}

TEST_CASE("nothing is suggested for a word unlike all others")
{
    CHECK_FALSE(nearest("deploy", kWords));
    CHECK_FALSE(nearest("xy", kWords));
    CHECK_FALSE(nearest("", kWords));
    CHECK_FALSE(nearest(std::string(100000, 'a'), kWords));
    CHECK(suggestion("deploy", kWords).empty());
}

TEST_CASE("a suggestion is a question that can stand in a message")
{
    CHECK(suggestion("pakc", kWords) == "did you mean \"pack\"?");
}

} // namespace perisphere::suggest_test
