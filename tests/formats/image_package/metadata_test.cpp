#include "perisphere/image/metadata.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace perisphere::metadata_test
{

using namespace perisphere::image;

namespace
{

Metadata sdkMade()
{
    return {.sections = {
                IdentitySection{.componentId = *Guid::parse("ae4714aa-03aa-492b-9663-962f966a9cc3"),
                                .imageId = *Guid::parse("00112233-4455-6677-8899-aabbccddeeff")},
                SignatureSection{}, DebugSection{.buildTime = 1656288000, .name = "MutableStorage"},
                TemporaryImageSection{.underDevelopment = true},
                AbiDependsSection{{{12, AbiVersion::Type::ApplicationRuntime}}}}};
}

std::vector<std::byte> written(const Metadata& metadata)
{
    auto bytes = writeMetadata(metadata);
    REQUIRE(bytes);
    return *bytes;
}

} // namespace

TEST_CASE("the five sections of an SDK-made package take 148 bytes, three sections 124")
{
    Metadata metadata = sdkMade();
    CHECK(written(metadata).size() == 148);
    metadata.sections.resize(3);
    CHECK(written(metadata).size() == 124);
}

TEST_CASE("metadata begins with 4X4M and ends with its length")
{
    const auto bytes = written(sdkMade());
    CHECK(std::string(reinterpret_cast<const char*>(bytes.data()), 4) == "4X4M");
    CHECK(bytes[144] == std::byte{148});
    CHECK(bytes[4] == std::byte{5});
    CHECK(std::string(reinterpret_cast<const char*>(bytes.data() + 8), 2) == "ID");
}

TEST_CASE("metadata read is what was written, sections of other kinds included")
{
    Metadata metadata = sdkMade();
    metadata.sections.emplace_back(
        OtherSection{.id = 0x4F52, .data = {std::byte{1}, std::byte{2}}});
    metadata.sections.emplace_back(AbiProvidesSection{});
    metadata.sections.emplace_back(OtherSection{.id = 0x7777, .data = {}});
    const auto read = readMetadata(written(metadata), 0, "x");
    REQUIRE(read);
    CHECK(*read == metadata);
    CHECK(name(read->sections[5]) == "Required Offset");
    CHECK(name(read->sections[7]) == "Unknown 0x7777");
}

TEST_CASE("flags of a temporary image that are not known are kept")
{
    auto bytes = written({.sections = {TemporaryImageSection{.underDevelopment = true}}});
    bytes[12] = std::byte{0x82};
    const auto read = readMetadata(bytes, 0, "x");
    REQUIRE(read);
    CHECK(std::holds_alternative<OtherSection>(read->sections.front()));
    CHECK(written(*read) == bytes);
}

TEST_CASE("a name that fills its field without a NUL is kept as it is")
{
    auto bytes = written({.sections = {DebugSection{.name = "x"}}});
    for (std::size_t at = 20; at < 52; ++at)
        bytes[at] = std::byte{'n'};
    const auto read = readMetadata(bytes, 0, "x");
    REQUIRE(read);
    CHECK(std::holds_alternative<OtherSection>(read->sections.front()));
    CHECK(name(read->sections.front()) == "Debug");
    CHECK(written(*read) == bytes);
}

TEST_CASE("a name that does not fit is refused, in whichever section it is")
{
    CHECK_FALSE(writeMetadata(
        {.sections = {DebugSection{.name = "x"}, DebugSection{.name = std::string(40, 'x')}}}));
    CHECK_FALSE(writeMetadata({.sections = {DebugSection{.name = std::string(32, 'x')}}}));
    CHECK(writeMetadata({.sections = {DebugSection{.name = std::string(31, 'x')}}}));
    CHECK_FALSE(writeMetadata({.sections = {DebugSection{.name = std::string("a\0b", 3)}}}));
}

TEST_CASE("an error in metadata has the offset in the file")
{
    auto bytes = written(sdkMade());
    bytes[10] = std::byte{35}; // the Identity section's length
    const auto read = readMetadata(bytes, 0x5000, "x.imagepackage");
    REQUIRE_FALSE(read);
    CHECK(read.error().code == ErrorCode::Corrupt);
    CHECK(read.error().where.file == "x.imagepackage");
    CHECK(read.error().where.offset == 0x5008);
    CHECK(read.error().expected == "36");
}

TEST_CASE("image types have their documented names")
{
    CHECK(name(ImageType::Application) == "Application");
    CHECK(name(static_cast<ImageType>(8)) == "RootFs");
    CHECK(name(static_cast<ImageType>(99)) == "type 99");
}

} // namespace perisphere::metadata_test
