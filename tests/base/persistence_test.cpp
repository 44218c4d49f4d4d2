#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/base/persistence.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <string>
#include <vector>

using namespace perisphere;
using persistence::ChangeKind;

namespace
{

namespace fs = std::filesystem;

/// Notes each change, and what the file held when it was told.
class Witness final : public persistence::Observer
{
public:
    Witness() { persistence::setObserver(this); }
    Witness(const Witness&) = delete;
    Witness& operator=(const Witness&) = delete;
    ~Witness() override { persistence::setObserver(nullptr); }

    void before(const persistence::Change& change) override
    {
        const auto text = readTextFile(change.path, 100);
        seen.push_back(fmt::format("{} {}: {}", persistence::name(change.kind),
                                   change.path.filename().string(), text ? *text : "-"));
    }

    std::vector<std::string> seen;
};

} // namespace

TEST_CASE("an observer is told of each lasting change before it happens")
{
    const test::TemporaryDirectory folder;
    Witness witness;
    REQUIRE(createFile(folder / "a", "one"));
    REQUIRE(replaceFile(folder / "a", "two"));
    REQUIRE(persistence::renameFile(folder / "a", folder / "b"));
    REQUIRE(persistence::removeFile(folder / "b"));
    CHECK(witness.seen == std::vector<std::string>{"create a: -", "replace a: one",
                                                   "rename to b: -", "remove b: two"});
}

TEST_CASE("a folder goes with all in it, also where nobody may write, and is announced once")
{
    const test::TemporaryDirectory folder;
    fs::create_directories(folder / "tree" / "closed");
    REQUIRE(replaceFile(folder / "tree" / "closed" / "file", "text"));
    fs::permissions(folder / "tree" / "closed", fs::perms::owner_read | fs::perms::owner_exec);
    const Witness witness;
    REQUIRE(persistence::removeTree(folder / "tree"));
    CHECK_FALSE(fs::exists(folder / "tree"));
    CHECK(persistence::removeTree(folder / "tree")); // nothing is there, nothing changes
    CHECK(witness.seen == std::vector<std::string>{"remove tree: -"});
}

TEST_CASE("a lasting change that cannot be names the operation and the file")
{
    const test::TemporaryDirectory folder;
    const auto renamed = persistence::renameFile(folder / "a", folder / "b");
    REQUIRE_FALSE(renamed);
    CHECK(renamed.error().code == ErrorCode::NotFound);
    CHECK(renamed.error().message.find("rename \"" + (folder / "a").string()) != std::string::npos);
    const auto removed = persistence::removeFile(folder / "a");
    REQUIRE_FALSE(removed);
    CHECK(removed.error().code == ErrorCode::NotFound);
    REQUIRE(replaceFile(folder / "a", "x"));
    REQUIRE(replaceFile(folder / "b", "y"));
    const auto linked = persistence::linkFile(folder / "a", folder / "b");
    REQUIRE_FALSE(linked);
    CHECK(linked.error().code == ErrorCode::AlreadyExists);
    CHECK(linked.error().message.find("create") != std::string::npos);
}
