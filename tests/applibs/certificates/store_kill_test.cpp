// A store that is killed at each of its system calls in turn: the next open finds what was or what
// is to be. A kill loses nothing that was written, a power cut does; so what is written has to be
// synced before it gets its name, and the name before the call returns. Both are seen in the calls.

#include "perisphere/certificates/certificate_store.hpp"

#include "killed_run.hpp"
#include "pem.h"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <memory>

namespace perisphere::store_kill_test
{

using namespace perisphere::certificates;
namespace fs = std::filesystem;

namespace
{

using Operation = std::function<bool(CertificateStore&)>;

constexpr device::ClientCertificate kClient{PEM_EC_CERTIFICATE, PEM_EC_KEY, {}};

/// What a store holds: identifiers with their subjects.
using Content = std::map<std::string, std::string>;

Content contentOf(const fs::path& folder)
{
    const auto store = CertificateStore::open(folder);
    REQUIRE(store);
    Content content;
    for (std::size_t i = 0; i < (*store)->count().value(); ++i) {
        const std::string id = (*store)->identifierAt(i).value();
        content[id] = (*store)->facts(id).value().subject;
    }
    return content;
}

void prepare(const fs::path& folder)
{
    fs::remove_all(folder);
    const auto store = CertificateStore::open(folder);
    REQUIRE(store);
    REQUIRE((*store)->installRootCa("current", PEM_ROOT_CERTIFICATE));
    REQUIRE((*store)->installClient("new", {PEM_RSA_CERTIFICATE, PEM_RSA_KEY, {}}));
}

/// Kills at every call; both outcomes have to occur, and no third one. The calls of the whole
/// operation.
std::vector<long> killEverywhere(const Operation& operation, const Content& after)
{
    const test::TemporaryDirectory place;
    const fs::path folder = place / "certificates";
    prepare(folder);
    const Content before = contentOf(folder);
    bool foundBefore = false;
    for (std::size_t allowed = 0;; ++allowed) {
        REQUIRE(allowed < 500);
        prepare(folder);
        const test::KilledRun run = test::runUntilCall(
            [&]() -> std::function<bool()> {
                auto store = CertificateStore::open(folder);
                if (!store)
                    return {};
                return [&operation, store = std::shared_ptr(std::move(*store))] {
                    return operation(*store);
                };
            },
            allowed);
        INFO("killed after " << allowed << " calls");
        const Content found = contentOf(folder);
        CHECK((found == before || found == after));
        foundBefore = foundBefore || found == before;
        if (!run.hasEnded)
            continue;
        CHECK(found == after);
        CHECK(foundBefore);
        return run.calls;
    }
}

bool isRename(long call)
{
    return call == SYS_rename || call == SYS_renameat || call == SYS_renameat2;
}

std::ptrdiff_t countOf(const std::vector<long>& calls, long call)
{
    return std::count(calls.begin(), calls.end(), call);
}

} // namespace

TEST_CASE("an installation that is killed at any system call has happened or has not")
{
    const auto calls = killEverywhere(
        [](CertificateStore& store) { return store.installClient("current", kClient).has_value(); },
        {{"current", "/C=CH/O=Example/CN=client"}, {"new", "/CN=rsa client"}});
    const auto renamed = std::find_if(calls.begin(), calls.end(), isRename);
    REQUIRE(renamed != calls.end());
    CHECK(std::count_if(calls.begin(), calls.end(), isRename) == 1);
    const auto written = std::find(calls.begin(), renamed, long{SYS_write});
    REQUIRE(written != renamed);
    CHECK(std::find(written, renamed, long{SYS_fsync}) != renamed);         // the content
    CHECK(std::find(renamed, calls.end(), long{SYS_fsync}) != calls.end()); // the name
}

TEST_CASE("a move that is killed at any system call has happened or has not")
{
    const auto calls = killEverywhere(
        [](CertificateStore& store) { return store.move("new", "current").has_value(); },
        {{"current", "/CN=rsa client"}});
    CHECK(std::count_if(calls.begin(), calls.end(), isRename) == 1);
    CHECK(countOf(calls, SYS_fsync) == 1);
    CHECK(countOf(calls, SYS_write) == 0);
}

TEST_CASE("a deletion that is killed at any system call has happened or has not")
{
    const auto calls =
        killEverywhere([](CertificateStore& store) { return store.remove("new").has_value(); },
                       {{"current", "/CN=root/O=Example"}});
    CHECK(countOf(calls, SYS_unlink) + countOf(calls, SYS_unlinkat) == 1);
    CHECK(countOf(calls, SYS_fsync) == 1);
}

} // namespace perisphere::store_kill_test
