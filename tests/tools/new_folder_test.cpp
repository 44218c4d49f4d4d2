#include "support/new_folder.hpp"

#include "perisphere/base/unique_fd.hpp"

#include "killed_run.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace perisphere;
namespace fs = std::filesystem;

namespace
{

DirectoryTree project()
{
    const auto bytes = [](std::string_view text) {
        const auto span = std::as_bytes(std::span(text));
        return std::vector<std::byte>(span.begin(), span.end());
    };
    DirectoryTree tree = {
        {.path = "main.c", .content = bytes("int main(void)\n{\n}\n")},
        {.path = ".vscode", .kind = TreeEntry::Kind::Directory, .mode = 0755, .content = {}},
        {.path = ".vscode/launch.json", .content = bytes("{}\n")},
        {.path = "CMakeLists.txt", .content = bytes("project(app)\n")}};
    sortTree(tree);
    return tree;
}

void makeEmpty(const fs::path& folder)
{
    fs::remove_all(folder);
    fs::create_directory(folder);
    fs::permissions(folder, fs::perms::owner_all | fs::perms::group_all);
}

/// A process that is killed before or after such a call leaves the same. There is one for each
/// process of this machine.
bool isLook(long call)
{
    return call == SYS_newfstatat || call == SYS_getdents64;
}

/// Kills at every system call. `enter` runs in the child before it begins. What is there once no
/// process of it is left is nothing or all.
void killEverywhere(const fs::path& folder, const std::function<void()>& enter)
{
    std::size_t untouched = 0;
    for (std::size_t allowed = 0;; ++allowed) {
        REQUIRE(allowed < 2000);
        makeEmpty(folder);
        int lives[2]{}; // the reading end is at its end when all that have the other are gone
        REQUIRE(::pipe2(lives, O_CLOEXEC) == 0);
        const UniqueFd allGone(lives[0]);
        UniqueFd life(lives[1]);
        const test::KilledRun run = test::runUntilCall(
            [&]() -> std::function<bool()> {
                enter();
                return [&] { return tools::writeNewFolder(project(), folder).has_value(); };
            },
            allowed, [](long call) { return !isLook(call); });
        life.reset();
        char byte = 0;
        REQUIRE(::read(allGone.get(), &byte, 1) == 0);
        INFO("killed after " << allowed << " calls");
        const auto found = readTree(folder);
        REQUIRE(found);
        CHECK((found->empty() || *found == project()));
        untouched += found->empty() ? 1U : 0U;
        if (!run.hasEnded)
            continue;
        CHECK(*found == project());
        CHECK(untouched > 10);
        return;
    }
}

::ino_t inodeOf(const fs::path& folder)
{
    struct stat status {
    };
    REQUIRE(::stat(folder.c_str(), &status) == 0);
    return status.st_ino;
}

} // namespace

TEST_CASE("a project made in an empty folder is there or not, whenever its maker is killed")
{
    const test::TemporaryDirectory place;
    killEverywhere(place / "app", [] {});
    // What those have left beside it is gone.
    CHECK(std::distance(fs::directory_iterator(place / "."), fs::directory_iterator()) == 1);
}

TEST_CASE(
    "a project made in the folder one stands in is there or not, whenever its maker is killed")
{
    const test::TemporaryDirectory place;
    killEverywhere(place / "app", [&] { REQUIRE(::chdir((place / "app").c_str()) == 0); });
}

TEST_CASE("a project takes the mode of the empty folder that it replaces")
{
    const test::TemporaryDirectory place;
    makeEmpty(place / "app");
    REQUIRE(tools::writeNewFolder(project(), place / "app"));
    CHECK(fs::status(place / "app").permissions() == (fs::perms::owner_all | fs::perms::group_all));
    CHECK(readTree(place / "app").value() == project());
}

TEST_CASE("a folder in which a process stands stays the same folder")
{
    const test::TemporaryDirectory place;
    makeEmpty(place / "app");
    const ::ino_t before = inodeOf(place / "app");
    int ends[2]{};
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    const ::pid_t shell = ::fork();
    if (shell == 0) {
        const bool isThere = ::chdir((place / "app").c_str()) == 0;
        static_cast<void>(::write(ends[1], isThere ? "y" : "n", 1));
        for (;;)
            ::pause();
    }
    const UniqueFd reading(ends[0]);
    const UniqueFd writing(ends[1]);
    char answer = 0;
    REQUIRE(::read(reading.get(), &answer, 1) == 1);
    REQUIRE(answer == 'y');
    const auto written = tools::writeNewFolder(project(), place / "app");
    ::kill(shell, SIGKILL);
    ::waitpid(shell, nullptr, 0);
    REQUIRE(written);
    CHECK(inodeOf(place / "app") == before);
    CHECK(readTree(place / "app").value() == project());
}

TEST_CASE("an empty folder behind a symbolic link is filled")
{
    const test::TemporaryDirectory place;
    makeEmpty(place / "app");
    fs::create_directory_symlink(place / "app", place / "link");
    REQUIRE(tools::writeNewFolder(project(), place / "link"));
    CHECK(fs::is_symlink(place / "link"));
    CHECK(readTree(place / "app").value() == project());
}

TEST_CASE("a folder that holds something is left as it is")
{
    const test::TemporaryDirectory place;
    makeEmpty(place / "app");
    fs::create_directory(place / "app" / "src");
    const auto written = tools::writeNewFolder(project(), place / "app");
    REQUIRE(!written);
    CHECK(written.error().code == ErrorCode::AlreadyExists);
    CHECK(readTree(place / "app")->size() == 1);
}
