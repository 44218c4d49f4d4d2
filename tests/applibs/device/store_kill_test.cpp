// Kill -9 at 200 random instants of a process that does nothing but change a store: whatever it was
// at, the next open finds whole apps and nothing else.

#include "descriptors.hpp"
#include "packages.hpp"
#include "perisphere/device/app_store.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <random>

namespace perisphere::store_kill_test
{

using namespace perisphere::device;
namespace fs = std::filesystem;

namespace
{

constexpr int kKills = 200;
constexpr unsigned kSeed = 20240607;

/// Three versions of two apps; each version fills its files with its number.
test::PackageSpec specOf(const std::string& componentId, int version)
{
    return {.componentId = componentId,
            .program = std::string(20'000, static_cast<char>('0' + version))};
}

struct Packages {
    std::map<std::string, std::vector<test::Bytes>> bytes;
    Packages()
    {
        for (const char* id : {test::kFirst, test::kSecond})
            for (int version = 0; version < 3; ++version)
                bytes[id].push_back(test::pack(specOf(id, version)));
    }
};

/// The child: random operations, one byte on `progress` after each. Ends only by the kill.
[[noreturn]] void changeForever(const fs::path& folder, const Packages& packages, unsigned seed,
                                int progress)
{
    auto store = AppStore::open(folder);
    if (!store)
        ::_exit(1);
    std::minstd_rand random(seed);
    for (;;) {
        const char* const id = random() % 2 == 0 ? test::kFirst : test::kSecond;
        const auto what = random() % 8;
        if (what == 0)
            std::ignore = store->remove(id);
        else if (what == 1)
            std::ignore = store->rollBack(id);
        else if (auto staged = store->stage(packages.bytes.at(id)[random() % 3], "p", {}))
            if (store->commit(std::move(*staged)))
                std::ignore = store->openMutableFile(id);
        if (::write(progress, ".", 1) != 1)
            ::_exit(1);
    }
}

/// Runs the child, lets it finish at least one operation, kills it at some instant of a later one.
std::size_t killOnce(const fs::path& folder, const Packages& packages, std::minstd_rand& random)
{
    auto [progress, childsEnd] = test::makePipe();
    const auto seed = static_cast<unsigned>(random());
    const ::pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0)
        changeForever(folder, packages, seed, childsEnd.get());
    childsEnd.reset();
    REQUIRE(test::waitUntilReadable(progress.get()));
    test::waitMicroseconds(static_cast<unsigned>(random() % 30'000));
    ::kill(child, SIGKILL);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    return test::readToEnd(progress.get()).size();
}

std::vector<std::string> namesIn(const fs::path& folder)
{
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// Whether the app's files are those of exactly one version.
bool isWhole(const App& app)
{
    const auto tree = readTree(app.imageRoot);
    if (!tree)
        return false;
    for (int version = 0; version < 3; ++version)
        if (*tree == test::treeOf(specOf(app.componentId, version)))
            return true;
    return false;
}

struct Listing {
    std::vector<std::string> images;
    bool operator==(const Listing&) const = default;
};

Listing checkStore(const fs::path& folder)
{
    Listing listing;
    const auto store = AppStore::open(folder);
    REQUIRE(store);
    for (const std::string& note : store->notes())
        FAIL(note); // a kill, unlike a power cut, loses nothing that was written
    std::vector<std::string> records;
    std::vector<std::string> components;
    for (const auto& app : store->apps()) {
        CHECK(isWhole(*app));
        records.push_back(app->componentId + ".json");
        components.push_back(app->componentId);
        listing.images.push_back(app->imageId);
        CHECK(namesIn(folder / "images" / app->componentId).size() <= 2);
    }
    CHECK(namesIn(folder / "staging").empty());
    CHECK(namesIn(folder / "records") == records);
    CHECK(namesIn(folder / "images") == components);
    for (const std::string& name : namesIn(folder / "mutable"))
        CHECK(store->find(name) != nullptr);
    return listing;
}

} // namespace

TEST_CASE("a store that is killed at any instant holds whole apps and nothing else")
{
    const test::TemporaryDirectory folder;
    const Packages packages;
    std::minstd_rand random(kSeed);
    std::size_t operations = 0;
    std::size_t halfDone = 0;
    for (int round = 0; round < kKills; ++round) {
        INFO("round " << round << " of seed " << kSeed);
        operations += killOnce(folder.path(), packages, random);
        halfDone += namesIn(folder / "staging").empty() ? 0U : 1U;
        const Listing found = checkStore(folder.path());
        CHECK(checkStore(folder.path()) == found); // clearing up has changed nothing
    }
    CHECK(operations >= kKills);
    CHECK(halfDone > 0); // the kills did hit operations half done
}

} // namespace perisphere::store_kill_test
