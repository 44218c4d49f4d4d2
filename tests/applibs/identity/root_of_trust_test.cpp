#include "perisphere/identity/file_root_of_trust.hpp"

#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <sys/stat.h>

namespace perisphere::root_of_trust_test
{

using namespace perisphere::identity;

namespace
{

std::unique_ptr<FileRootOfTrust> openRoot(const std::filesystem::path& folder,
                                          const std::optional<std::string>& seed = {})
{
    auto root = FileRootOfTrust::open(folder, seed);
    REQUIRE(root);
    return std::move(*root);
}

unsigned modeOf(const std::filesystem::path& path)
{
    struct stat status {
    };
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777U;
}

} // namespace

TEST_CASE("a device keeps its identity, and two devices have two")
{
    const test::TemporaryDirectory folder;
    const std::string id = openRoot(folder / "a")->deviceId();
    CHECK(id.size() == 128);
    CHECK(std::all_of(id.begin(), id.end(),
                      [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }));
    CHECK(openRoot(folder / "a")->deviceId() == id);
    CHECK(openRoot(folder / "b")->deviceId() != id);
}

TEST_CASE("a seed decides the identity of a device that is made")
{
    const test::TemporaryDirectory folder;
    const auto first = openRoot(folder / "a", "seed");
    CHECK(openRoot(folder / "b", "seed")->deviceId() == first->deviceId());
    CHECK(openRoot(folder / "b", "other")->publicKey() == first->publicKey()); // it was made before
    CHECK(openRoot(folder / "c", "other")->deviceId() != first->deviceId());
}

TEST_CASE("the key is its owner's alone")
{
    const test::TemporaryDirectory folder;
    openRoot(folder / "identity");
    CHECK(modeOf(folder / "identity") == 0700U);
    CHECK(modeOf(folder / "identity/device.key") == 0600U);
}

TEST_CASE("counters only go up, over restarts too")
{
    const test::TemporaryDirectory folder;
    {
        const auto root = openRoot(folder.path());
        CHECK(root->increase("a").value() == 1);
        CHECK(root->increase("a").value() == 2);
        CHECK(root->increase("b").value() == 1);
    }
    CHECK(openRoot(folder.path())->increase("a").value() == 3);
}

TEST_CASE("damaged files are named instead of replaced by new ones")
{
    const test::TemporaryDirectory folder;
    openRoot(folder.path())->increase("a").value();
    std::ofstream(folder / "counters") << "a two\n";
    CHECK(FileRootOfTrust::open(folder.path()).error().code == ErrorCode::Corrupt);
    std::ofstream(folder / "counters") << "a 2\n";
    CHECK(FileRootOfTrust::open(folder.path()));
    std::ofstream(folder / "device.key") << "no key";
    CHECK(FileRootOfTrust::open(folder.path()).error().code == ErrorCode::Corrupt);
}

TEST_CASE("digests of other sizes are not signed")
{
    const test::TemporaryDirectory folder;
    const auto root = openRoot(folder.path());
    const std::vector<std::uint8_t> bytes(65);
    const std::span<const std::uint8_t> all(bytes);
    for (const std::size_t size : {20U, 32U, 48U, 64U})
        CHECK(root->sign(all.first(size)));
    for (const std::size_t size : {0U, 19U, 65U})
        CHECK(root->sign(all.first(size)).error().code == ErrorCode::InvalidArgument);
}

} // namespace perisphere::root_of_trust_test
