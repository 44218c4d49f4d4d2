#include "perisphere/device/loader_files.hpp"

#include "perisphere/base/unique_fd.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fcntl.h>
#include <fstream>

namespace perisphere::loader_files_test
{

using namespace perisphere::device;
using test::TemporaryDirectory;

namespace
{

namespace fs = std::filesystem;

std::optional<ElfNeeds> needsOf(const fs::path& path)
{
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    REQUIRE(file);
    return readElfNeeds(file.get());
}

bool has(const std::vector<fs::path>& paths, const fs::path& path)
{
    return std::find(paths.begin(), paths.end(), path) != paths.end();
}

} // namespace

TEST_CASE("a program names its loader and its libraries")
{
    const auto needs = needsOf(PERISPHERE_TEST_APP);
    REQUIRE(needs);
    CHECK(fs::exists(needs->interpreter));
    CHECK(std::find(needs->libraries.begin(), needs->libraries.end(), "libc.so.6") !=
          needs->libraries.end());
    CHECK(loaderFilesOf(PERISPHERE_TEST_APP, {}).interpreter == needs->interpreter);
}

TEST_CASE("libraries are looked for in LD_LIBRARY_PATH, and have to be such")
{
    const TemporaryDirectory folder;
    const TemporaryDirectory other;
    fs::copy_file(PERISPHERE_TEST_APP, folder / "libc.so.6"); // as good as a library here
    std::ofstream(other / "libc.so.6") << "a secret that is none of the loader's business";
    const LoaderFiles files = loaderFilesOf(
        PERISPHERE_TEST_APP, other.path().string() + ":/nowhere:" + folder.path().string());
    CHECK(has(files.libraries, folder / "libc.so.6"));
    CHECK_FALSE(has(files.libraries, other / "libc.so.6"));
}

TEST_CASE("what a program was linked with the path of is found there, and what that needs")
{
    const fs::path library = PERISPHERE_PROBE_LIBRARY;
    const LoaderFiles files = loaderFilesOf(PERISPHERE_FILE_PROBE, {});
    CHECK(has(files.libraries, library));
}

TEST_CASE("what is no program needs nothing")
{
    const TemporaryDirectory folder;
    std::string text;
    {
        std::ifstream program(PERISPHERE_TEST_APP, std::ios::binary);
        text.assign(std::istreambuf_iterator<char>(program), {});
    }
    for (const std::size_t size : {std::size_t{0}, std::size_t{4}, std::size_t{63}}) {
        std::ofstream(folder / "cut", std::ios::binary) << text.substr(0, size);
        CHECK_FALSE(needsOf(folder / "cut"));
    }
    text[4] ^= 3; // the other class
    std::ofstream(folder / "other", std::ios::binary) << text;
    CHECK_FALSE(needsOf(folder / "other"));
    CHECK(loaderFilesOf(folder / "other", "/lib").libraries.empty());
}

} // namespace perisphere::loader_files_test
