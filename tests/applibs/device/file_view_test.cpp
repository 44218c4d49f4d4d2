// A real process tries to get at files that are not its own, and at those that are.
#include "descriptors.hpp"
#include "file_rules.hpp"
#include "host_app.hpp"
#include "perisphere/device/loader_files.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <fmt/format.h>
#include <fstream>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <map>
#include <mutex>
#include <sstream>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <thread>
#include <tuple>

namespace perisphere::file_view_test
{

using namespace perisphere::device;
using test::TemporaryDirectory;

namespace
{

namespace fs = std::filesystem;

/// Somebody else's files, beside the app's package as another app's are in a device's folder.
class Neighbours
{
public:
    Neighbours()
    {
        fs::create_directories(package());
        fs::create_directories(other() / "folder");
        write(other() / "file", "theirs");
        fs::copy_file(PERISPHERE_TEST_APP, other() / "program");
        write(package() / "app_manifest.json", "ours");
        fs::create_symlink(other() / "file", package() / "link");
        fs::create_directory_symlink(other(), package() / "way");
    }
    [[nodiscard]] fs::path package() const { return m_folder / "package"; }
    [[nodiscard]] fs::path other() const { return m_folder / "other"; }
    /// Names, kinds and contents of all there is, to see whether anything has changed.
    [[nodiscard]] std::vector<std::string> contents() const
    {
        std::vector<std::string> all;
        for (const auto& entry : fs::recursive_directory_iterator(m_folder.path())) {
            std::string text;
            if (entry.is_regular_file())
                std::getline(std::ifstream(entry.path(), std::ios::binary), text, '\0');
            all.push_back(fmt::format("{} {} {}", entry.path().string(),
                                      static_cast<int>(entry.symlink_status().type()), text));
        }
        std::sort(all.begin(), all.end());
        return all;
    }

private:
    static void write(const fs::path& path, const char* text) { std::ofstream(path) << text; }

    TemporaryDirectory m_folder;
};

struct Probes {
    std::map<std::string, int> outcomes; ///< 0 or an errno
    std::vector<std::string> notes;
};

App probeApp(const Neighbours& files, const std::string& mode)
{
    return test::hostApp(files.package(), PERISPHERE_FILE_PROBE,
                         fmt::format(R"({{"SchemaVersion": 1, "Name": "Probe",
  "ComponentId": "0d4f7d5e-5c52-4c0b-8a6c-3a0d3c6a9c55", "EntryPoint": "/bin/app",
  "CmdArgs": ["{}", "{}", "{}"], "Capabilities": {{}}, "ApplicationType": "Default"}})",
                                     mode, files.other().string(), ::getpid()));
}

/// Runs the probe app to its end, with the network's guard or without.
Probes probe(const Neighbours& files, const std::string& mode, bool isNetworkGuarded,
             HostFiles allowed = {})
{
    const App app = probeApp(files, mode);
    Probes probes;
    std::mutex mutex;
    HostLauncher launcher;
    if (isNetworkGuarded)
        launcher = HostLauncher({.table = {},
                                 .wayTo = {},
                                 .note =
                                     [&](const std::string&, const std::string& text) {
                                         const std::lock_guard lock(mutex);
                                         probes.notes.push_back(text);
                                     }},
                                std::move(allowed));
    std::istringstream lines(test::outputOf(launcher, app));
    for (std::string line; std::getline(lines, line);)
        probes.outcomes[line.substr(0, line.rfind(' '))] =
            std::stoi(line.substr(line.rfind(' ') + 1));
    return probes;
}

/// The errno that an attempt at what is not the app's fails with.
int expectedOf(const std::string& probe)
{
    static const std::map<std::string, int> kOthers = {
        {"enter the folder", 0}, // and no more than that
        {"go back", 0},
        {"mount", EPERM},
        {"mount a file system", EPERM},
        {"trace another process", EPERM},
    };
    if (const auto found = kOthers.find(probe); found != kOthers.end())
        return found->second;
    const std::size_t path = probe.find(" /");
    const bool isOfMachine =
        probe.starts_with("read /") || probe.starts_with("list /") || probe.starts_with("write /");
    std::error_code error;
    return isOfMachine && !fs::exists(probe.substr(path + 1), error) ? ENOENT : EACCES;
}

bool hasTruncate()
{
    return fileRulesVersion() >= 3;
}

/// In this thread, from now on, as on a kernel without it.
void takeLandlockAway()
{
    std::array<sock_filter, 4> filter = {
        sock_filter{BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(seccomp_data, nr)},
        sock_filter{BPF_JMP | BPF_JEQ | BPF_K, 0, 1, SYS_landlock_create_ruleset},
        sock_filter{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | ENOSYS},
        sock_filter{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW}};
    const sock_fprog program{.len = filter.size(), .filter = filter.data()};
    REQUIRE(::prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL) == 0);
    REQUIRE(::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0);
}

} // namespace

TEST_CASE("an app cannot get at files outside its view, and changes none")
{
    REQUIRE(fileRulesVersion() > 0); // else nothing below says anything
    const bool isNetworkGuarded = GENERATE(true, false);
    const Neighbours files;
    static_cast<void>(probeApp(files, "outside")); // puts the program there
    const auto before = files.contents();
    Probes probes = probe(files, "outside", isNetworkGuarded);
    if (!hasTruncate()) // what the app's user may empty, it may: docs/device/applications.md
        for (const char* name : {"truncate", "package: truncate"})
            probes.outcomes.erase(name);
    CHECK(probes.outcomes.size() >= 85);
    for (const auto& [name, outcome] : probes.outcomes) {
        INFO(name);
        CHECK(outcome == expectedOf(name));
    }
    if (hasTruncate())
        CHECK(files.contents() == before);
    CHECK_FALSE(fs::remove("/dev/shm/perisphere-probe")); // nothing was there
}

TEST_CASE("an app reads its package, its own process and what libraries open")
{
    const Neighbours files;
    const Probes probes = probe(files, "inside", true);
    CHECK(probes.outcomes.size() >= 15);
    for (const auto& [name, outcome] : probes.outcomes) {
        INFO(name);
        CHECK(outcome == (name == "execute what is in the package" ? ENOENT : 0));
    }
    CHECK(probes.notes.empty());
}

TEST_CASE("that a file exists, and what stat tells of it, is not kept from an app")
{
    const Neighbours files;
    const Probes probes = probe(files, "unasked", true);
    CHECK(probes.outcomes == std::map<std::string, int>{{"stat", 0}, {"access", 0}});
}

TEST_CASE("files that are allowed can be read and changed, and not executed")
{
    const Neighbours files;
    const Probes probes =
        probe(files, "allowed", true, {.certificates = {}, .allowed = {files.other()}});
    CHECK(probes.outcomes.size() == 8);
    for (const auto& [name, outcome] : probes.outcomes) {
        INFO(name);
        CHECK(outcome == (name == "execute" ? EACCES : 0));
    }
}

TEST_CASE("an app does not start when what it is allowed is not there")
{
    const Neighbours files;
    const App app = probeApp(files, "inside");
    HostLauncher launcher({.table = {}, .wayTo = {}, .note = {}},
                          {.certificates = {}, .allowed = {files.other() / "missing"}});
    auto [device, appsEnd] = test::makeSocketPair();
    auto [output, writeEnd] = test::makePipe();
    auto [error, errorWriteEnd] = test::makePipe();
    const auto started = launcher.start(
        app, {}, {std::move(appsEnd), std::move(writeEnd), std::move(errorWriteEnd)});
    REQUIRE_FALSE(started);
    CHECK(started.error().code == ErrorCode::NotFound);
    CHECK(started.error().toString().find((files.other() / "missing").string()) !=
          std::string::npos);
    CHECK_FALSE(test::hasChildren());
}

TEST_CASE("certificates are read by apps that may authenticate the device, and by no others")
{
    const Neighbours files;
    const bool mayAuthenticate = GENERATE(true, false);
    App app = probeApp(files, "allowed");
    if (mayAuthenticate)
        app.manifest.capabilities[manifest::Capability::DeviceAuthentication] = {};
    HostLauncher launcher({.table = {}, .wayTo = {}, .note = {}},
                          {.certificates = files.other(), .allowed = {}});
    const std::string outcomes = test::outputOf(launcher, app);
    INFO(outcomes);
    CHECK(outcomes.find(mayAuthenticate ? "\nread 0\n" : "\nread 13\n") != std::string::npos);
    CHECK(outcomes.starts_with("make 13\n")); // and written by none
}

TEST_CASE("where the kernel has no Landlock an app starts, and its log says what that means")
{
    const Neighbours files;
    Probes probes;
    std::thread([&] {
        takeLandlockAway();
        probes = probe(files, "inside", true);
    }).join();
    CHECK(probes.outcomes.at("read app_manifest.json") == 0);
    CHECK(probes.notes ==
          std::vector<std::string>{"the app reaches its user's files: Landlock is not available "
                                   "here (Function not implemented)"});
}

TEST_CASE("what a runner starts reaches its user's files, as debuggers have to")
{
    const Neighbours files;
    const App app = probeApp(files, "allowed");
    auto [device, appsEnd] = test::makeSocketPair();
    auto [output, writeEnd] = test::makePipe();
    auto [error, errorWriteEnd] = test::makePipe();
    HostLauncher launcher;
    const auto process =
        launcher.start(app, {.environment = {}, .runner = {"/usr/bin/env"}},
                       {std::move(appsEnd), std::move(writeEnd), std::move(errorWriteEnd)});
    REQUIRE(process);
    CHECK(test::readToEnd(output.get()).starts_with("make 0\nread 0\n"));
}

} // namespace perisphere::file_view_test
