#include "perisphere/image/file_system.hpp"

#include "tree_builder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstring>
#include <string>

namespace perisphere::file_system_test
{

using namespace perisphere::image;
using test::directory;
using test::file;

namespace
{

std::vector<std::byte> written(const DirectoryTree& tree)
{
    auto bytes = writeFileSystem(tree);
    REQUIRE(bytes);
    return *bytes;
}

std::uint32_t u32(const std::vector<std::byte>& data, std::size_t at)
{
    std::uint32_t value = 0;
    std::memcpy(&value, &data[at], 4); // tests run on little-endian machines
    return value;
}

std::string text(const std::vector<std::byte>& data, std::size_t at, std::size_t count)
{
    return {reinterpret_cast<const char*>(&data[at]), count};
}

} // namespace

TEST_CASE("the layout is that of real packages")
{
    const auto fs = written(test::app(262, 9768));
    CHECK(fs.size() == 20480);
    CHECK(u32(fs, 0) == 0x28CD3D45);
    CHECK(u32(fs, 4) == 20480);
    CHECK(u32(fs, 8) == 3);
    CHECK(u32(fs, 12) == 0);
    CHECK(text(fs, 16, 16) == "Compressed ROMFS");
    CHECK(u32(fs, 36) == 0);
    CHECK(u32(fs, 40) == 0);
    CHECK(u32(fs, 44) == 4);
    CHECK(text(fs, 48, 16) == std::string("Compressed\0\0\0\0\0\0", 16));
    // root: mode 040755, its table of two entries at 0x4C
    CHECK(u32(fs, 64) == 0x41ED);
    CHECK(u32(fs, 68) == 12 + 20 + 12 + 4);
    CHECK(u32(fs, 72) == (0x4C / 4) << 6U);
    // /app_manifest.json at 0x4C, /bin at 0x6C, /bin/app at 0x7C
    CHECK(u32(fs, 0x4C) == 0x83A4);
    CHECK(u32(fs, 0x50) == 262);
    CHECK(u32(fs, 0x54) == (5U | (0x1000U / 4) << 6U));
    CHECK(text(fs, 0x58, 20) == std::string("app_manifest.json\0\0\0", 20));
    CHECK(u32(fs, 0x6C) == 0x41ED);
    CHECK(text(fs, 0x78, 4) == std::string("bin\0", 4));
    CHECK(u32(fs, 0x7C) == 0x83ED);
    CHECK(u32(fs, 0x80) == 9768);
    CHECK(u32(fs, 0x84) == (1U | (0x2000U / 4) << 6U));
    CHECK(fs[0x1000] == std::byte{'m'});
    CHECK(fs[0x2000] == std::byte{'p'});
    CHECK(fs[0x1000 + 262] == std::byte{0});
}

TEST_CASE("an empty tree is one page")
{
    const auto fs = written({});
    CHECK(fs.size() == 4096);
    const auto read = readFileSystem(fs, "x");
    REQUIRE(read);
    CHECK(read->tree.empty());
    CHECK(read->info.inodes == 1);
}

TEST_CASE("trees with empty, deep and oddly named entries are read as written")
{
    DirectoryTree tree = {directory("a", 0700),      directory("a/b", 0),
                          file("a/b/empty", "", 0),  file("a/b/c", "x", 0777),
                          directory("empty dir"),    file(std::string(252, 'n'), "long"),
                          file("\xFF\x01 odd", "y"), file("caf\xC3\xA9", std::string(4096, 'z')),
                          file("four", "")};
    sortTree(tree);
    const auto read = readFileSystem(written(tree), "x");
    REQUIRE(read);
    CHECK(read->tree == tree);
    CHECK(read->info.inodes == tree.size() + 1);
}

TEST_CASE("trees that cannot be written are refused by name")
{
    const auto code = [](const DirectoryTree& tree) {
        const auto result = writeFileSystem(tree);
        REQUIRE_FALSE(result);
        INFO(result.error().toString());
        CHECK(result.error().message.find('"') != std::string::npos);
        return result.error().code;
    };
    CHECK(code({file("../x", "")}) == ErrorCode::InvalidArgument);
    CHECK(code({file("a", ""), file("a", "")}) == ErrorCode::InvalidArgument);
    CHECK(code({file("a/b", "")}) == ErrorCode::InvalidArgument);
    CHECK(code({file("a", ""), file("a/b", "")}) == ErrorCode::InvalidArgument);
    CHECK(code({file(std::string(253, 'n'), "")}) == ErrorCode::LimitExceeded);
    CHECK(code({file("a", "", 04755)}) == ErrorCode::InvalidArgument);
    CHECK(code({{.path = "d", .kind = TreeEntry::Kind::Directory, .content = {std::byte{1}}}}) ==
          ErrorCode::InvalidArgument);
    CHECK(code({{.path = "big", .content = std::vector<std::byte>(kMaxFileBytes + 1)}}) ==
          ErrorCode::LimitExceeded);
}

TEST_CASE("the largest file fits")
{
    const DirectoryTree tree = {
        {.path = "big", .content = std::vector<std::byte>(kMaxFileBytes, std::byte{7})}};
    CHECK(readFileSystem(written(tree), "x")->tree == tree);
}

} // namespace perisphere::file_system_test
