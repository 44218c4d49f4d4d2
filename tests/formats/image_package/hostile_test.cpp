// Images made to break the reader. Each has a valid CRC, so that the check behind it is what
// refuses.

#include "perisphere/image/file_system.hpp"
#include "perisphere/image/package.hpp"

#include "bytes.hpp"
#include "tree_builder.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>

namespace perisphere::hostile_test
{

using namespace perisphere::image;

namespace
{

/// A file system that is damaged on purpose and then given the CRC of the damage.
class Image
{
public:
    explicit Image(const DirectoryTree& tree)
        : m_bytes(writeFileSystem(tree).value())
    {
    }

    Image& u32(std::size_t at, std::uint32_t value)
    {
        storeU32(std::span(m_bytes).subspan(at, 4), value);
        return *this;
    }
    Image& text(std::size_t at, std::string_view value)
    {
        for (std::size_t i = 0; i < value.size(); ++i)
            m_bytes[at + i] = static_cast<std::byte>(value[i]);
        return *this;
    }
    Error error()
    {
        u32(32, 0);
        const std::array<std::span<const std::byte>, 1> whole{m_bytes};
        u32(32, crc32(whole));
        const auto result = readFileSystem(m_bytes, "hostile");
        REQUIRE_FALSE(result);
        CHECK(result.error().where.file == "hostile");
        CHECK(result.error().where.offset.has_value());
        CHECK_FALSE(result.error().expected.empty());
        return result.error();
    }

private:
    std::vector<std::byte> m_bytes;
};

// The layout of test::app(): inodes at 0x4C (app_manifest.json), 0x6C (bin), 0x7C (bin/app); pages
// 0x1000, 0x2000.
Image app()
{
    return Image(test::app(100, 5000));
}

std::uint32_t place(std::size_t nameWords, std::size_t offset)
{
    return static_cast<std::uint32_t>(nameWords | (offset / 4) << 6U);
}

} // namespace

TEST_CASE("names that leave the target folder are refused")
{
    CHECK(app().text(0x58, std::string("../x\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20)).error().code ==
          ErrorCode::Corrupt);
    CHECK(app().text(0x78, std::string("..\0\0", 4)).error().where.offset == 0x78);
    CHECK(app().text(0x78, std::string(".\0\0\0", 4)).error().code == ErrorCode::Corrupt);
    CHECK(app().text(0x78, "a/b").error().code == ErrorCode::Corrupt);
    CHECK(app().text(0x78, "/bi").error().code == ErrorCode::Corrupt);
    CHECK(app().text(0x78, "a\\b").error().code == ErrorCode::Corrupt);
    CHECK(app().text(0x78, std::string("\0in\0", 4)).error().code == ErrorCode::Corrupt);
    CHECK(app().text(0x78, std::string("b\0n\0", 4)).error().code == ErrorCode::Corrupt);
    CHECK(app().text(0x78, std::string("\0\0\0\0", 4)).error().code == ErrorCode::Corrupt);
    CHECK(app().u32(0x74, place(0, 0x7C)).error().code == ErrorCode::Corrupt);
}

TEST_CASE("offsets and sizes beyond the image are refused where they stand")
{
    CHECK(app().u32(0x54, place(5, 0x4000000)).error().code == ErrorCode::Corrupt);
    CHECK(app().u32(0x50, 0xFFFFFF).error().code == ErrorCode::Corrupt);
    CHECK(app().u32(0x54, place(5, 0x1004)).error().where.offset == 0x4C);
    CHECK(app().u32(0x54, place(5, 0)).error().where.offset == 0x4C);
    CHECK(app().u32(68, 0xFFFFFF).error().code == ErrorCode::Corrupt);
    CHECK(app().u32(68, 13).error().code == ErrorCode::Corrupt);
    CHECK(app().u32(72, place(0, 0x3FFFFFC)).error().code == ErrorCode::Corrupt);
    CHECK(app().u32(72, place(0, 0x20)).error().code == ErrorCode::Corrupt);
    CHECK(app().u32(0x54, place(63, 0x1000)).error().code == ErrorCode::Corrupt);
}

TEST_CASE("bytes used twice are refused: a directory in itself, two files on one page")
{
    CHECK(app().u32(0x70, 48).u32(0x74, place(1, 0x4C)).error().message.find("used twice") !=
          std::string::npos);
    CHECK(app().u32(0x84, place(1, 0x1000)).error().message.find("used twice") !=
          std::string::npos);
}

TEST_CASE("entries out of order or twice are refused")
{
    const DirectoryTree tree = {test::file("aaaa", "1"), test::file("bbbb", "2")};
    CHECK(Image(tree).text(0x4C + 12, "cccc").error().code == ErrorCode::Corrupt);
    CHECK(Image(tree).text(0x4C + 12, "bbbb").error().code == ErrorCode::Corrupt);
}

TEST_CASE("the superblock has to agree with the content")
{
    CHECK(app().u32(0, 0x12345678).error().code == ErrorCode::Unsupported);
    CHECK(app().u32(4, 4096).error().where.offset == 4);
    CHECK(app().u32(8, 0).error().code == ErrorCode::Unsupported);
    CHECK(app().text(16, "c").error().where.offset == 16);
    CHECK(app().u32(44, 5).error().where.offset == 44);
    CHECK(app().u32(64, 0x83ED).error().where.offset == 64);
}

TEST_CASE("a file that is not execute-in-place, a device and a link are refused")
{
    CHECK(app().u32(0x4C, 0x81A4).error().code == ErrorCode::Unsupported);
    CHECK(app().u32(0x4C, 0x21A4).error().code == ErrorCode::Corrupt);
    CHECK(app().u32(0x4C, 0xA1FF).error().code == ErrorCode::Corrupt);
}

TEST_CASE("a page that is not filled up with zeros is refused where it is dirty")
{
    CHECK(app().text(0x1FFF, "!").error().where.offset == 0x1FFF);
}

TEST_CASE("a wrong CRC is refused")
{
    auto bytes = writeFileSystem(test::app(100, 5000)).value();
    bytes[0x1001] ^= std::byte{1};
    const auto result = readFileSystem(bytes, "x");
    REQUIRE_FALSE(result);
    CHECK(result.error().where.offset == 32);
}

TEST_CASE("a package cut short at any byte, or with any byte of its structure changed, gives an "
          "error or a tree")
{
    const auto key = SigningKey::generate("test").value();
    const auto bytes =
        pack(test::app(100, 5000), {.name = "x", .applicationRuntimeVersion = 7}, key).value();
    TrustStore trust;
    REQUIRE(trust.addPem(*key.certificatePem(), "own"));
    for (std::size_t size = 0; size < bytes.size(); ++size)
        if (unpack(std::span(bytes).first(size),
                   "x")) // it may still look like a package, but not a trusted one
            REQUIRE_FALSE(verify(*readPackage(std::span(bytes).first(size), "x"), trust));
    auto changed = bytes;
    const auto change = [&](std::size_t begin, std::size_t end) {
        for (std::size_t at = begin; at < end; ++at)
            for (const int flip : {0x01, 0x80, 0xFF}) {
                changed[at] ^= static_cast<std::byte>(flip);
                if (const auto package = readPackage(changed, "x"))
                    REQUIRE_FALSE(verify(*package, trust));
                (void)unpack(changed, "x");
                changed[at] = bytes[at];
            }
    };
    change(0, 0x90);
    change(bytes.size() - 212, bytes.size());
}

} // namespace perisphere::hostile_test
