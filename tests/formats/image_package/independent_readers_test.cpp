// Our images read by programs that are not ours, or know nothing of our code.

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/image/package.hpp"
#include "random_tree.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <string>

namespace perisphere::independent_readers_test
{

namespace
{

/// Runs a shell command of fixed words; its output is in the file `out`.
int run(const std::string& command, const std::filesystem::path& out)
{
    return std::system(
        (command + " > '" + out.string() + "' 2>&1").c_str()); // NOLINT: paths are the test's own
}

std::string quoted(const std::filesystem::path& path)
{
    return "'" + path.string() + "'";
}

} // namespace

TEST_CASE("fsck.cramfs accepts our file systems and sees damage in them")
{
    const test::TemporaryDirectory folder;
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        auto fs = image::writeFileSystem(test::randomTree(seed)).value();
        REQUIRE(replaceFile(folder / "fs", fs));
        const int status = run("/sbin/fsck.cramfs " + quoted(folder / "fs"), folder / "log");
        INFO("seed " << seed << ": " << readTextFile(folder / "log", 1U << 20U).value());
        REQUIRE(status == 0); // /sbin/fsck.cramfs is in Debian's util-linux
        fs[100] ^= std::byte{1};
        REQUIRE(replaceFile(folder / "fs", fs));
        CHECK(run("/sbin/fsck.cramfs " + quoted(folder / "fs"), folder / "log") != 0);
    }
}

TEST_CASE("a reader written from the format's description alone finds the same files, sections and "
          "signature")
{
    const test::TemporaryDirectory folder;
    const auto key = image::SigningKey::generate("test").value();
    REQUIRE(replaceFile(folder / "cert.pem", *key.certificatePem()));
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const DirectoryTree tree = test::randomTree(seed);
        const auto package =
            image::pack(tree,
                        {.componentId = *image::Guid::parse("ae4714aa-03aa-492b-9663-962f966a9cc3"),
                         .name = "tree " + std::to_string(seed),
                         .buildTime = 1700000000,
                         .applicationRuntimeVersion = seed},
                        key)
                .value();
        REQUIRE(replaceFile(folder / "p", package));
        const auto target = folder / std::to_string(seed);
        // It extracts to a folder of its own and checks identity, name, ABI version and, by
        // openssl, the signature.
        const int status = run(
            "python3 '" PERISPHERE_READ_PACKAGE "' " + quoted(folder / "p") + " " + quoted(target) +
                " ae4714aa-03aa-492b-9663-962f966a9cc3 'tree " + std::to_string(seed) + "' " +
                std::to_string(seed) + " " + quoted(folder / "cert.pem"),
            folder / "log");
        INFO("seed " << seed << ": " << readTextFile(folder / "log", 1U << 20U).value());
        REQUIRE(status == 0);
        CHECK(readTree(target) == tree);
    }
}

} // namespace perisphere::independent_readers_test
