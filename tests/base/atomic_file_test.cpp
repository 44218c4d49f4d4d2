#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <iterator>
#include <sys/stat.h>
#include <thread>
#include <vector>

namespace perisphere::atomic_file_test
{

namespace
{

std::size_t entriesIn(const std::filesystem::path& folder)
{
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

::mode_t modeOf(const std::filesystem::path& path)
{
    struct stat status {
    };
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777U;
}

} // namespace

TEST_CASE("replaceFile writes a new file and replaces an old one")
{
    const test::TemporaryDirectory folder;
    REQUIRE(replaceFile(folder / "a", "one"));
    REQUIRE(replaceFile(folder / "a", "two and more"));
    CHECK(readTextFile(folder / "a", 100).value() == "two and more");
    CHECK(entriesIn(folder.path()) == 1);
}

TEST_CASE("what a power cut left of replaceFile is told from other files and removed")
{
    const test::TemporaryDirectory folder;
    for (const char* name : {".a.json.Xy12Z9", ".bashrc", "a.json", ".a.tooLong", ".Xy12Z9"})
        REQUIRE(replaceFile(folder / name, "text"));
    std::filesystem::create_directory(folder / ".d.Xy12Z9");
    CHECK(isUnfinished(folder / ".a.json.Xy12Z9"));
    REQUIRE(removeUnfinished(folder.path()));
    CHECK_FALSE(std::filesystem::exists(folder / ".a.json.Xy12Z9"));
    CHECK(entriesIn(folder.path()) == 5);
    CHECK(removeUnfinished(folder / "missing"));
}

TEST_CASE("replaceFile leaves the old content and no temporary file when it cannot rename")
{
    const test::TemporaryDirectory folder;
    std::filesystem::create_directories(folder / "a" / "occupied");
    const auto result = replaceFile(folder / "a", "text");
    REQUIRE_FALSE(result);
    CHECK(result.error().message.find((folder / "a").string()) != std::string::npos);
    CHECK(std::filesystem::is_directory(folder / "a" / "occupied"));
    CHECK(entriesIn(folder.path()) == 1);
}

TEST_CASE("replaceFile names the folder that is missing")
{
    const test::TemporaryDirectory folder;
    const auto result = replaceFile(folder / "missing" / "a", "text");
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::NotFound);
    CHECK(result.error().message.find("missing") != std::string::npos);
}

TEST_CASE("a private mode is set whatever the umask, a public one is narrowed by it")
{
    const test::TemporaryDirectory folder;
    const ::mode_t before = ::umask(0027);
    const auto key = replaceFile(folder / "key", "k", 0600);
    const auto text = replaceFile(folder / "text", "t", 0644);
    ::umask(before);
    REQUIRE(key);
    REQUIRE(text);
    CHECK(modeOf(folder / "key") == 0600);
    CHECK(modeOf(folder / "text") == 0640);
}

TEST_CASE("of many creators of one file exactly one succeeds")
{
    const test::TemporaryDirectory folder;
    std::atomic<int> created = 0;
    std::atomic<int> refused = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&, i] {
            const auto result = createFile(folder / "a", std::to_string(i));
            if (result)
                ++created;
            else if (result.error().code == ErrorCode::AlreadyExists)
                ++refused;
        });
    for (std::thread& thread : threads)
        thread.join();
    CHECK(created == 1);
    CHECK(refused == 7);
    CHECK(entriesIn(folder.path()) == 1);
}

TEST_CASE("reading refuses what is larger than its limit or no regular file")
{
    const test::TemporaryDirectory folder;
    REQUIRE(replaceFile(folder / "a", "12345"));
    CHECK(readTextFile(folder / "a", 5).value() == "12345");
    CHECK(readTextFile(folder / "a", 4).error().code == ErrorCode::LimitExceeded);
    CHECK(readTextFile(folder.path(), 4).error().code == ErrorCode::InvalidArgument);
    CHECK(readTextFile(folder / "b", 4).error().code == ErrorCode::NotFound);
    REQUIRE(::mkfifo((folder / "fifo").c_str(), 0600) == 0);
    CHECK(readTextFile(folder / "fifo", 4).error().code == ErrorCode::InvalidArgument);
}

} // namespace perisphere::atomic_file_test
