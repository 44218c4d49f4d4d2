// Property: packing a tree and extracting it again is the identity.

#include "perisphere/image/package.hpp"
#include "random_tree.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

namespace perisphere::round_trip_test
{

TEST_CASE("1,000 generated trees come back as they were packed, every tenth by way of the disk")
{
    const auto key = image::SigningKey::generate("test").value();
    const test::TemporaryDirectory folder;
    std::size_t files = 0;
    std::size_t largest = 0;
    for (std::uint32_t seed = 1; seed <= 1000; ++seed) {
        INFO("seed " << seed);
        const DirectoryTree tree = test::randomTree(seed);
        for (const TreeEntry& entry : tree) {
            files += entry.kind == TreeEntry::Kind::File ? 1U : 0U;
            largest = std::max(largest, entry.content.size());
        }
        const auto package = image::pack(tree, {.name = "tree"}, key);
        REQUIRE(package);
        const auto unpacked = image::unpack(*package, "tree");
        REQUIRE(unpacked);
        REQUIRE(*unpacked == tree);
        if (seed % 10 == 0) {
            const auto path = folder / std::to_string(seed);
            REQUIRE(writeTree(*unpacked, path));
            REQUIRE(readTree(path) == tree);
        }
    }
    CHECK(files > 3000);
    CHECK(largest == std::size_t{8} * 1024 * 1024); // the generator did reach its ends
}

} // namespace perisphere::round_trip_test
