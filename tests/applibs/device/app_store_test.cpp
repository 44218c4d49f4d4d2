#include "perisphere/device/app_store.hpp"

#include "packages.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <fstream>
#include <unistd.h>

namespace perisphere::app_store_test
{

using namespace perisphere::device;
using test::PackageSpec;
using test::TemporaryDirectory;
namespace fs = std::filesystem;

namespace
{

AppStore openStore(const fs::path& folder, const StoreOptions& options = {})
{
    auto store = AppStore::open(folder, options);
    if (!store)
        FAIL(store.error().toString());
    return std::move(*store);
}

DeviceResult<std::shared_ptr<const App>> install(AppStore& store, const test::Bytes& package)
{
    auto staged = store.stage(package, "p", {});
    if (!staged)
        return tl::unexpected(staged.error());
    return store.commit(std::move(*staged));
}

std::shared_ptr<const App> mustInstall(AppStore& store, const PackageSpec& spec)
{
    auto app = install(store, test::pack(spec));
    if (!app)
        FAIL(app.error().error.toString());
    return *app;
}

std::string programOf(const App& app)
{
    std::ifstream file(app.imageRoot / "bin/app");
    return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t entriesIn(const fs::path& folder)
{
    const fs::directory_iterator entries(folder);
    return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

void write(const fs::path& path, std::string_view text)
{
    std::ofstream(path, std::ios::binary) << text;
}

} // namespace

TEST_CASE("an installed app is listed and on disk, also when the store is opened again")
{
    const TemporaryDirectory folder;
    {
        AppStore store = openStore(folder.path());
        CHECK(store.apps().empty());
        mustInstall(store, {.componentId = test::kSecond});
        mustInstall(store, {});
    }
    const AppStore store = openStore(folder.path());
    CHECK(store.notes().empty());
    REQUIRE(store.apps().size() == 2);
    const App& app = *store.apps()[0];
    CHECK(app.componentId == test::kFirst);
    CHECK(app.packageRoot == app.imageRoot.string());
    CHECK(readTree(app.imageRoot).value() == test::treeOf({}));
    CHECK(store.find(test::kSecond)->componentId == test::kSecond);
    CHECK(store.find(test::kThird) == nullptr);
}

TEST_CASE("a staged app is not installed, and leaves nothing when it is let go")
{
    const TemporaryDirectory folder;
    AppStore store = openStore(folder.path());
    {
        const auto staged = store.stage(test::pack({}), "p", {});
        REQUIRE(staged);
        CHECK(staged->app().name == "Tester");
        CHECK(store.apps().empty());
        CHECK(entriesIn(folder / "staging") == 1);
    }
    CHECK(entriesIn(folder / "staging") == 0);
}

TEST_CASE("the same component id replaces; the mutable file stays")
{
    const TemporaryDirectory folder;
    AppStore store = openStore(folder.path());
    const auto before = mustInstall(store, {.program = "version 1"});
    const auto file = store.openMutableFile(test::kFirst);
    REQUIRE(::write(file->get(), "data", 4) == 4);
    const auto after = mustInstall(store, {.program = "version 2"});
    CHECK(after->imageId != before->imageId);
    CHECK(store.apps() == std::vector{after});
    CHECK(programOf(*after) == "version 2");
    CHECK(store.mutableStorage(test::kFirst)->usedBytes == 4);
}

TEST_CASE("installing the installed image changes nothing")
{
    const TemporaryDirectory folder;
    AppStore store = openStore(folder.path());
    const auto app = mustInstall(store, {});
    CHECK(mustInstall(store, {}) == app);
    CHECK_FALSE(store.rollBack(test::kFirst)); // no image before it
}

TEST_CASE("the previous image can be returned to, and no older one is kept")
{
    const TemporaryDirectory folder;
    AppStore store = openStore(folder.path());
    mustInstall(store, {.program = "version 1"});
    mustInstall(store, {.program = "version 2"});
    mustInstall(store, {.program = "version 3"});
    CHECK(entriesIn(folder / "images" / test::kFirst) == 2);
    CHECK(programOf(**store.rollBack(test::kFirst)) == "version 2");
    CHECK(programOf(**store.rollBack(test::kFirst)) == "version 3");
    CHECK(programOf(*mustInstall(store, {.program = "version 2"})) == "version 2");
    CHECK(programOf(**store.rollBack(test::kFirst)) == "version 3");
    CHECK(entriesIn(folder / "images" / test::kFirst) == 2);
    CHECK(store.rollBack(test::kSecond).error().error.code == ErrorCode::NotFound);
}

TEST_CASE("an image on trial is so until it passes or goes, also when the store is opened again")
{
    const TemporaryDirectory folder;
    std::optional<AppStore> store(openStore(folder.path()));
    const auto replace = [&](const char* program) {
        auto staged = store->stage(test::pack({.program = program}), "p", {});
        REQUIRE(staged);
        REQUIRE(store->commit(std::move(*staged), Commitment::OnTrial));
    };
    replace("version 1");
    CHECK(store->onTrial().empty()); // nothing to go back to
    replace("version 2");
    store.reset();
    store.emplace(openStore(folder.path()));
    CHECK(store->onTrial() == std::vector<std::string>{test::kFirst});
    REQUIRE(store->passTrial(test::kFirst));
    CHECK(store->onTrial().empty());
    replace("version 3");
    REQUIRE(store->rollBack(test::kFirst));
    store.reset();
    store.emplace(openStore(folder.path()));
    CHECK(store->onTrial().empty());
    CHECK(store->passTrial(test::kSecond).error().code == ErrorCode::NotFound);
}

TEST_CASE("removing an app removes its images and its mutable file")
{
    const TemporaryDirectory folder;
    AppStore store = openStore(folder.path());
    mustInstall(store, {});
    REQUIRE(store.openMutableFile(test::kFirst));
    CHECK(store.remove(test::kFirst) == true);
    CHECK(store.remove(test::kFirst) == false);
    CHECK(store.apps().empty());
    for (const char* name : {"records", "images", "mutable", "staging"})
        CHECK(entriesIn(folder / name) == 0);
}

TEST_CASE("removing one app leaves alone what is staged of another")
{
    const TemporaryDirectory folder;
    AppStore store = openStore(folder.path());
    mustInstall(store, {});
    auto staged = store.stage(test::pack({.componentId = test::kSecond}), "p", {});
    REQUIRE(store.remove(test::kFirst));
    CHECK(store.commit(std::move(*staged)));
}

TEST_CASE("an image with read-only folders is replaced and removed like any other")
{
    const TemporaryDirectory folder;
    AppStore store = openStore(folder.path());
    DirectoryTree tree = test::treeOf({});
    tree[1].mode = 0555;
    REQUIRE(install(store, test::packTree(tree)));
    mustInstall(store, {.program = "version 2"});
    mustInstall(store, {.program = "version 3"});
    CHECK(store.remove(test::kFirst) == true);
    CHECK(entriesIn(folder / "images") == 0);
}

TEST_CASE("a conflict with another app is refused and leaves nothing")
{
    const TemporaryDirectory folder;
    AppStore store = openStore(folder.path());
    mustInstall(store, {.capabilities = R"("Gpio":[8])"});
    const auto second =
        install(store, test::pack({.componentId = test::kSecond, .capabilities = R"("Gpio":[9])"}));
    REQUIRE_FALSE(second);
    CHECK(second.error().number == kGpioBlockConflict);
    CHECK(entriesIn(folder / "staging") == 0);
    CHECK(entriesIn(folder / "images") == 1);
}

TEST_CASE("rolling back to an image that conflicts with a newer app is refused")
{
    const TemporaryDirectory folder;
    AppStore store = openStore(folder.path());
    mustInstall(store, {.capabilities = R"("Gpio":[8])"});
    const auto app = mustInstall(store, {});
    mustInstall(store, {.componentId = test::kSecond, .capabilities = R"("Gpio":[8])"});
    CHECK(store.rollBack(test::kFirst).error().number == kGpioInUse);
    CHECK(store.find(test::kFirst) == app);
}

TEST_CASE("all packages together have a limit, in which a replaced one does not count")
{
    const TemporaryDirectory folder;
    const std::string half(9000, 'x');
    AppStore store = openStore(folder.path(), {.maxPackageBytes = 45'000});
    mustInstall(store, {.program = half});
    mustInstall(store, {.program = half + "2"});
    mustInstall(store, {.componentId = test::kSecond, .program = half});
    const auto third = install(store, test::pack({.componentId = test::kThird, .program = half}));
    REQUIRE_FALSE(third);
    CHECK(third.error().number == kTooBig);
    CHECK(third.error().error.code == ErrorCode::LimitExceeded);
    CHECK(third.error().error.expected.find("45000") != std::string::npos);
}

TEST_CASE("mutable storage is a file of the app's own that can be deleted")
{
    const TemporaryDirectory folder;
    AppStore store = openStore(folder.path());
    mustInstall(store, {.capabilities = R"("MutableStorage":{"SizeKB":8})"});
    CHECK(store.mutableStorage(test::kFirst)->limitKb == 8);
    CHECK(store.deleteMutableFile(test::kFirst).error().code == ErrorCode::NotFound);
    CHECK(::write(store.openMutableFile(test::kFirst)->get(), "abc", 3) == 3);
    CHECK(store.mutableStorage(test::kFirst)->usedBytes == 3);
    CHECK(store.deleteMutableFile(test::kFirst));
    CHECK(store.mutableStorage(test::kFirst)->usedBytes == 0);
    CHECK(store.openMutableFile(test::kSecond).error().code == ErrorCode::NotFound);
    CHECK(store.openMutableFile("../records/x").error().code == ErrorCode::NotFound);
}

TEST_CASE("one device at a time has the folder")
{
    const TemporaryDirectory folder;
    const AppStore store = openStore(folder.path());
    const auto second = AppStore::open(folder.path());
    REQUIRE_FALSE(second);
    CHECK(second.error().code == ErrorCode::AlreadyExists);
    CHECK(second.error().toString().find("in use by another device") != std::string::npos);
}

TEST_CASE("what a sudden end left half done is cleared when the store is opened")
{
    const TemporaryDirectory folder;
    {
        AppStore store = openStore(folder.path());
        mustInstall(store, {});
    }
    fs::create_directories(folder / "staging/0/root");
    fs::create_directories(folder / "images" / test::kSecond / "some image");
    fs::create_directories(folder / "images" / test::kFirst / "some image");
    write(folder / "records/.1.json.Ab3x9Z", "half a rec");
    write(folder / "mutable" / test::kSecond, "of a removed app");
    const AppStore store = openStore(folder.path());
    CHECK(store.apps().size() == 1);
    CHECK(store.notes().empty());
    CHECK(entriesIn(folder / "staging") == 0);
    CHECK(entriesIn(folder / "images") == 1);
    CHECK(entriesIn(folder / "images" / test::kFirst) == 1);
    CHECK(entriesIn(folder / "records") == 1);
    CHECK(entriesIn(folder / "mutable") == 0);
}

TEST_CASE("files of an image that a power cut spoiled are unpacked again")
{
    const TemporaryDirectory folder;
    fs::path root;
    {
        AppStore store = openStore(folder.path());
        root = mustInstall(store, {})->imageRoot;
    }
    const auto spoil = GENERATE(0, 1, 2, 3);
    if (spoil == 0)
        write(root / "bin/app", "");
    if (spoil == 1)
        fs::remove_all(root);
    if (spoil == 2)
        write(root / "bin/more", "");
    if (spoil == 3)
        fs::permissions(root / "bin/app", fs::perms::owner_read);
    const AppStore store = openStore(folder.path());
    REQUIRE(store.notes().size() == 1);
    CHECK(store.notes()[0].find("was unpacked again") != std::string::npos);
    CHECK(readTree(store.find(test::kFirst)->imageRoot).value() == test::treeOf({}));
}

TEST_CASE("an app whose package is damaged is back at its previous image, or not listed")
{
    const TemporaryDirectory folder;
    {
        AppStore store = openStore(folder.path());
        mustInstall(store, {.program = "version 1"});
        const auto app = mustInstall(store, {.program = "version 2"});
        write(app->imageRoot / "../package", "damaged");
        const auto other = mustInstall(store, {.componentId = test::kSecond});
        REQUIRE(store.openMutableFile(test::kSecond));
        write(other->imageRoot / "../package", "damaged");
    }
    AppStore store = openStore(folder.path());
    REQUIRE(store.apps().size() == 1);
    CHECK(programOf(*store.apps()[0]) == "version 1");
    CHECK(store.notes().size() == 3);
    CHECK(fs::exists(folder / "mutable" / test::kSecond)); // it may be all a user has
    mustInstall(store, {.program = "version 3"});
    mustInstall(store, {.componentId = test::kSecond});
    CHECK(store.apps().size() == 2);
}

TEST_CASE("a record that cannot be read hides its app and nothing else")
{
    const TemporaryDirectory folder;
    {
        AppStore store = openStore(folder.path());
        mustInstall(store, {});
        mustInstall(store, {.componentId = test::kSecond});
    }
    const auto text = GENERATE(as<std::string>{}, "", "{}", R"({"current":"../../x"})", "[1]");
    write(folder / "records" / (std::string(test::kFirst) + ".json"), text);
    const AppStore store = openStore(folder.path());
    REQUIRE(store.apps().size() == 1);
    CHECK(store.apps()[0]->componentId == test::kSecond);
    REQUIRE(store.notes().size() == 1);
    CHECK(store.notes()[0].find(test::kFirst) != std::string::npos);
    CHECK(entriesIn(folder / "images") == 2);
}

TEST_CASE("an image by a key that is trusted no more is left out, and nothing of it removed")
{
    const TemporaryDirectory folder;
    const image::TrustStore tests = test::trustIn(test::signingKey());
    const image::TrustStore others = test::trustIn(image::SigningKey::generate("another").value());
    {
        AppStore store = openStore(folder.path(), {.policy = {.trust = &tests}});
        mustInstall(store, {});
    }
    {
        const AppStore store = openStore(folder.path(), {.policy = {.trust = &others}});
        CHECK(store.apps().empty());
        REQUIRE(store.notes().size() == 1);
        CHECK(store.notes()[0].find("trusted") != std::string::npos);
    }
    CHECK(openStore(folder.path(), {.policy = {.trust = &tests}}).apps().size() == 1);
}

TEST_CASE("a package that was changed on the medium, with what was unpacked from it, is left out")
{
    const TemporaryDirectory folder;
    const image::TrustStore tests = test::trustIn(test::signingKey());
    fs::path image;
    {
        AppStore store = openStore(folder.path(), {.policy = {.trust = &tests}});
        image = mustInstall(store, {})->imageRoot.parent_path();
    }
    // Whole, and by a stranger: as who has the medium in hand would make it.
    const auto stranger = image::SigningKey::generate("stranger").value();
    const test::Bytes forged = test::pack({.program = "another program"}, stranger);
    write(image / "package", {reinterpret_cast<const char*>(forged.data()), forged.size()});
    write(image / "root/bin/app", "another program");
    const AppStore store = openStore(folder.path(), {.policy = {.trust = &tests}});
    CHECK(store.apps().empty());
    REQUIRE(store.notes().size() == 1);
}

TEST_CASE("what is written to mutable storage is on the medium at once, where that is asked for")
{
    const TemporaryDirectory folder;
    for (const bool writesThrough : {false, true}) {
        AppStore store = openStore(folder.path(), {.writesThrough = writesThrough});
        mustInstall(store, {.capabilities = R"("MutableStorage":{"SizeKB":8})"});
        const auto file = store.openMutableFile(test::kFirst);
        REQUIRE(file);
        CHECK(((::fcntl(file->get(), F_GETFL) & O_DSYNC) != 0) == writesThrough);
    }
}

TEST_CASE("a file system that cannot verify files is told of once, and does all the same")
{
    const TemporaryDirectory folder; // none of this machine's has fs-verity switched on
    {
        AppStore store = openStore(folder.path(), {.sealsImages = true});
        mustInstall(store, {.program = "version 1"});
        CHECK(entriesIn(folder / "staging") == 0);
    }
    const AppStore store = openStore(folder.path(), {.sealsImages = true});
    REQUIRE(store.apps().size() == 1);
    CHECK(programOf(*store.apps()[0]) == "version 1");
    for (const std::string& note : store.notes())
        CHECK(note.find("fs-verity") != std::string::npos);
}

} // namespace perisphere::app_store_test
