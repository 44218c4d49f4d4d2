// A store that is killed at each of its system calls in turn: the next open finds what was or what
// is to be. A kill loses nothing that was written, a power cut does; so what is written has to be
// synced before it gets its name, and the name before the call returns. Both are seen in the calls.

#include "perisphere/certificates/certificate_store.hpp"

#include "pem.h"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <functional>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

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

/// The child: stops once the store is open, then changes it.
[[noreturn]] void change(const fs::path& folder, const Operation& operation)
{
    const auto store = CertificateStore::open(folder);
    if (!store || ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0)
        ::_exit(2);
    ::raise(SIGSTOP);
    ::_exit(operation(**store) ? 0 : 1);
}

struct Run {
    bool hasEnded = false;   ///< by itself
    std::vector<long> calls; ///< system calls that were made, in order
};

/// Lets the operation make `allowed` system calls and kills it before the next one.
Run runUntil(const fs::path& folder, const Operation& operation, std::size_t allowed)
{
    const ::pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0)
        change(folder, operation);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSTOPPED(status));
    REQUIRE(::ptrace(PTRACE_SETOPTIONS, child, nullptr,
                     PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL) == 0);
    Run run;
    for (;;) {
        REQUIRE(::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr) == 0);
        REQUIRE(::waitpid(child, &status, 0) == child);
        if (WIFEXITED(status)) {
            CHECK(WEXITSTATUS(status) == 0);
            run.hasEnded = true;
            return run;
        }
        REQUIRE(WIFSTOPPED(status));
        __ptrace_syscall_info info{};
        if (::ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof info, &info) <= 0 ||
            info.op != PTRACE_SYSCALL_INFO_ENTRY)
            continue;
        if (run.calls.size() == allowed)
            break;
        run.calls.push_back(static_cast<long>(info.entry.nr));
    }
    ::kill(child, SIGKILL);
    REQUIRE(::waitpid(child, &status, 0) == child);
    return run;
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
        const Run run = runUntil(folder, operation, allowed);
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
