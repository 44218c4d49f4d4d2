#include "perisphere/image/guid.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace perisphere::guid_test
{

using namespace perisphere::image;

TEST_CASE("a GUID is stored with its first three fields little endian")
{
    const auto guid = Guid::parse("00112233-4455-6677-8899-AABBCCDDEEFF");
    REQUIRE(guid);
    const std::array<std::uint8_t, 16> expected = {0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66,
                                                   0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF};
    CHECK(guid->bytes == expected);
    CHECK(guid->toString() == "00112233-4455-6677-8899-aabbccddeeff");
}

TEST_CASE("texts of another shape are no GUIDs")
{
    for (const std::string text :
         {"", "00112233-4455-6677-8899-aabbccddeef", "00112233-4455-6677-8899-aabbccddeeff0",
          "00112233x4455-6677-8899-aabbccddeeff", "0011223g-4455-6677-8899-aabbccddeeff",
          "{0112233-4455-6677-8899-aabbccddeef}", "00112233-4455-6677-8899aabbccddeeff-"}) {
        INFO(text);
        CHECK_FALSE(Guid::parse(text));
    }
}

TEST_CASE("an identity from a digest is a version 8 UUID and always the same")
{
    std::array<std::uint8_t, 32> digest{};
    std::fill(digest.begin(), digest.end(), std::uint8_t{0xFF});
    CHECK(Guid::fromDigest(digest).toString() == "ffffffff-ffff-8fff-bfff-ffffffffffff");
}

} // namespace perisphere::guid_test
