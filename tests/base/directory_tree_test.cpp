#include "perisphere/base/directory_tree.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace perisphere::directory_tree_test
{

namespace
{

TreeEntry file(const std::string& path, const std::string& text, std::uint16_t mode = 0644)
{
    const auto* bytes = reinterpret_cast<const std::byte*>(text.data());
    return {.path = path, .mode = mode, .content = {bytes, bytes + text.size()}};
}

TreeEntry directory(const std::string& path, std::uint16_t mode = 0755)
{
    return {.path = path, .kind = TreeEntry::Kind::Directory, .mode = mode};
}

} // namespace

TEST_CASE("a tree written and read again is the same, modes included, whatever the umask")
{
    const test::TemporaryDirectory folder;
    const DirectoryTree tree{directory("a", 0700),      file("a/x", "one", 0600),
                             directory("a.b"),          directory("bin", 0777),
                             file("bin/app", "", 0755), file("z", "last", 0666)};
    const ::mode_t before = ::umask(0077);
    const auto written = writeTree(tree, folder / "out");
    ::umask(before);
    REQUIRE(written);
    CHECK(readTree(folder / "out").value() == tree);
}

TEST_CASE("a directory sorts right before what it holds")
{
    DirectoryTree tree{file("a-b", ""), file("a/x", ""), directory("a"), file("B", "")};
    sortTree(tree);
    CHECK(tree[0].path == "B");
    CHECK(tree[1].path == "a");
    CHECK(tree[2].path == "a/x");
    CHECK(tree[3].path == "a-b");
}

TEST_CASE("names that leave the tree are not safe")
{
    for (const std::string path :
         {"", "/a", "a/", "a//b", ".", "..", "../x", "a/../b", "a/..", "./a", "a\\b"}) {
        INFO(path);
        CHECK_FALSE(isSafeRelativePath(path));
    }
    CHECK_FALSE(isSafeRelativePath(std::string("a\0b", 3)));
    CHECK(isSafeRelativePath("a"));
    CHECK(isSafeRelativePath("a/..b/.c"));
}

TEST_CASE("a hostile name is refused and what was made before is taken back")
{
    const test::TemporaryDirectory folder;
    const auto result =
        writeTree({directory("a"), file("a/x", "1"), file("../x", "2")}, folder / "out");
    REQUIRE_FALSE(result);
    CHECK(result.error().message.find("../x") != std::string::npos);
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a tree is not written into a directory that holds something")
{
    const test::TemporaryDirectory folder;
    std::ofstream(folder / "old") << "kept";
    const auto result = writeTree({file("new", "1")}, folder.path());
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::AlreadyExists);
    CHECK_FALSE(std::filesystem::exists(folder / "new"));
    CHECK(std::filesystem::exists(folder / "old"));
}

TEST_CASE("links and special files are refused by name, and a FIFO does not hang")
{
    const test::TemporaryDirectory folder;
    REQUIRE(::symlink("/etc/passwd", (folder / "link").c_str()) == 0);
    CHECK(readTree(folder.path()).error().message.find("link") != std::string::npos);
    std::filesystem::remove(folder / "link");
    REQUIRE(::mkfifo((folder / "fifo").c_str(), 0600) == 0);
    CHECK(readTree(folder.path()).error().message.find("fifo") != std::string::npos);
}

TEST_CASE("reading stops at its limits")
{
    const test::TemporaryDirectory folder;
    REQUIRE(writeTree({file("a", "12345"), file("b", "12345")}, folder / "t"));
    CHECK(readTree(folder / "t", {.fileBytes = 4}).error().code == ErrorCode::LimitExceeded);
    CHECK(readTree(folder / "t", {.totalBytes = 9}).error().code == ErrorCode::LimitExceeded);
    CHECK(readTree(folder / "t", {.entries = 1}).error().code == ErrorCode::LimitExceeded);
    CHECK(readTree(folder / "t", {.fileBytes = 5, .totalBytes = 10, .entries = 2}));
}

} // namespace perisphere::directory_tree_test
