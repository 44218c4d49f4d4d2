#include "support/build_time.hpp"
#include "support/image_description.hpp"
#include "test_services.hpp"

#include <catch2/catch.hpp>

namespace perisphere::support_test
{

using namespace perisphere::tools;
using Catch::Contains;

TEST_CASE("the build time is SOURCE_DATE_EPOCH or not recorded")
{
    test::TestServices test;
    CHECK(*recordedBuildTime(test.services) == 0);
    test.variables["SOURCE_DATE_EPOCH"] = "1656331200";
    CHECK(*recordedBuildTime(test.services) == 1656331200);
    for (const char* wrong : {"yesterday", "-1", "1.5", "99999999999999999999"}) {
        test.variables["SOURCE_DATE_EPOCH"] = wrong;
        const auto time = recordedBuildTime(test.services);
        REQUIRE_FALSE(time);
        CHECK_THAT(time.error().toString(), Contains("SOURCE_DATE_EPOCH"));
    }
}

TEST_CASE("build times are told in UTC, whatever a package claims")
{
    CHECK(utcText(0) == "not recorded");
    CHECK(utcText(1) == "1970-01-01 00:00:01");
    CHECK(utcText(1656331200) == "2022-06-27 12:00:00");
    CHECK(utcText(253'402'300'799) == "9999-12-31 23:59:59");
    CHECK(utcText(253'402'300'800) == "253402300800 seconds after 1970");
    CHECK(utcText(~std::uint64_t{0}) == "18446744073709551615 seconds after 1970");
}

TEST_CASE("what a package holds cannot steer the terminal")
{
    image::Metadata metadata;
    metadata.sections = {image::DebugSection{.buildTime = 0, .name = "a\x1b[2Jb\n"}};
    CHECK_THAT(describeSections(metadata), Contains("Image Name: a\\x1b[2Jb\\x0a\n"));
    CHECK(sectionsToJson(metadata)[0]["imageName"] == "a\x1b[2Jb\n"); // JSON escapes by itself
    CHECK_THAT(describeFiles({{.path = "x\r"}}), Contains("x\\x0d\n"));
}

TEST_CASE("sections that are not interpreted are shown as they are")
{
    image::Metadata metadata;
    metadata.sections = {
        image::OtherSection{.id = 0x4D43, .data = {std::byte{0x12}, std::byte{0xab}}}};
    CHECK_THAT(describeSections(metadata), Contains("Id: 0x4d43\n    Data: 12ab\n"));
}

} // namespace perisphere::support_test
