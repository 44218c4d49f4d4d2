#include "perisphere/control/registry.hpp"

#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace perisphere::registry_test
{

using namespace perisphere::control;
namespace fs = std::filesystem;

namespace
{

fs::perms permissions(const fs::path& path)
{
    return fs::status(path).permissions();
}

/// Runs `work` in a process that then dies without cleaning up.
template <class F>
void inDyingProcess(F work)
{
    const ::pid_t child = ::fork();
    if (child == 0) {
        work();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
}

} // namespace

TEST_CASE("a registered device is found by its name and by its folder")
{
    const test::TemporaryDirectory folder;
    const auto registry = DeviceRegistry::open(folder / "run").value();
    const auto registration = registry.add("bench", folder / "state").value();

    CHECK(registry.find("bench").value().socket == registration.socket());
    CHECK(registry.find((folder / "state").string()).value().name == "bench");
    CHECK(registry.list().value().size() == 1);
    CHECK(permissions(folder / "run") == fs::perms::owner_all);
    CHECK(permissions(folder / "run/bench") == fs::perms::owner_all);
}

TEST_CASE("a name that is not registered is answered with those that are")
{
    const test::TemporaryDirectory folder;
    const auto registry = DeviceRegistry::open(folder / "run").value();
    const auto first = registry.add("bench", folder.path()).value();
    const auto second = registry.add("attic", folder.path()).value();
    const Error error = registry.find("cellar").error();
    CHECK(error.code == ErrorCode::NotFound);
    CHECK(error.expected == "one of attic, bench");
}

TEST_CASE("the end of a registration removes its entry")
{
    const test::TemporaryDirectory folder;
    const auto registry = DeviceRegistry::open(folder / "run").value();
    {
        const auto registration = registry.add("bench", folder.path()).value();
    }
    CHECK(registry.list().value().empty());
    CHECK_FALSE(fs::exists(folder / "run/bench"));
}

TEST_CASE("a name is taken while its device runs, and free after it died")
{
    const test::TemporaryDirectory folder;
    const auto registry = DeviceRegistry::open(folder / "run").value();
    {
        const auto registration = registry.add("bench", folder.path()).value();
        CHECK(registry.add("bench", folder.path()).error().code == ErrorCode::AlreadyExists);
    }
    inDyingProcess([&] {
        auto* const registration =
            new Registration(registry.add("bench", folder.path()).value()); // is not destroyed
        (void)registration;
    });
    REQUIRE(fs::exists(folder / "run/bench/folder"));
    CHECK(registry.add("bench", folder.path()));
}

TEST_CASE("listing removes what dead devices have left")
{
    const test::TemporaryDirectory folder;
    const auto registry = DeviceRegistry::open(folder / "run").value();
    inDyingProcess([&] {
        auto* const registration = new Registration(registry.add("bench", folder.path()).value());
        std::ofstream(registration->socket()) << "as if";
    });
    REQUIRE(fs::exists(folder / "run/bench"));
    CHECK(registry.list().value().empty());
    CHECK_FALSE(fs::exists(folder / "run/bench"));
}

TEST_CASE("names that are no file names are refused")
{
    const test::TemporaryDirectory folder;
    const auto registry = DeviceRegistry::open(folder / "run").value();
    for (const char* const name : {"", ".", "..", ".lock", "a/b", "a b", "ü"})
        CHECK(registry.add(name, folder.path()).error().code == ErrorCode::InvalidArgument);
}

TEST_CASE("a folder that others can enter is not trusted")
{
    const test::TemporaryDirectory folder;
    fs::create_directory(folder / "run");
    ::chmod((folder / "run").c_str(), 0755);
    CHECK(DeviceRegistry::open(folder / "run").error().code == ErrorCode::PermissionDenied);
    fs::create_directory_symlink(folder.path(), folder / "link");
    CHECK(DeviceRegistry::open(folder / "link").error().code == ErrorCode::PermissionDenied);
}

TEST_CASE("the registry is in the runtime folder of the user")
{
    CHECK(DeviceRegistry::defaultRoot("/run/user/1000") == "/run/user/1000/perisphere");
    const std::string own = "/tmp/perisphere-" + std::to_string(::geteuid()) + "/perisphere";
    CHECK(DeviceRegistry::defaultRoot(std::nullopt) == own);
    CHECK(DeviceRegistry::defaultRoot("relative") == own);
}

} // namespace perisphere::registry_test
