// Inside the machine whose power is cut: has the daemon install and update an app, and tells of
// each step on the console.
//
//   driver prepare FOLDER              makes packages of version A and B, a key and a configuration
//   driver run FOLDER install|update   starts the daemon, tells what it found, changes the version

#include "packages.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/control/client.hpp"
#include "perisphere/control/registry.hpp"
#include "started_daemon.hpp"

#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

using namespace perisphere;

namespace
{

namespace fs = std::filesystem;

[[noreturn]] void giveUp(std::string_view why)
{
    fmt::print("gives up: {}\n", why);
    std::fflush(stdout);
    std::_Exit(1);
}

void say(std::string_view line)
{
    fmt::print("{}\n", line);
    std::fflush(stdout);
}

fs::path packageOf(const fs::path& folder, std::string_view version)
{
    return folder / fmt::format("{}.imagepackage", version);
}

/// The machine's state that all cuts begin with: the same keys and images each time.
void prepare(const fs::path& folder)
{
    const fs::path root = folder / "root";
    fs::create_directories(root / "lib");
    for (const auto& entry : fs::directory_iterator("/lib"))
        if (entry.path().filename().string().find(".so") != std::string::npos)
            fs::copy_file(entry.path(), root / "lib" / entry.path().filename());
    const auto bytes = readBinaryFile(POWER_CUT_APP, 16 * 1024 * 1024).value();
    const std::string program(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    for (const char* const version : {"A", "B"}) {
        const test::PackageSpec spec{.capabilities = R"("MutableStorage":{"SizeKB":8})",
                                     .arguments = fmt::format("\"{}\"", version),
                                     .program = program};
        const auto package = test::pack(spec);
        std::ofstream(packageOf(folder, version), std::ios::binary)
            .write(reinterpret_cast<const char*>(package.data()),
                   static_cast<std::streamsize>(package.size()));
    }
    std::ofstream(folder / "ours.pem") << test::signingKey().certificatePem().value();
    std::ofstream(folder / "perisphered.json") << fmt::format(
        R"({{"name": "bench", "board": "qemu_virt", "systemRoot": "{}", "state": "/data/perisphere",
            "runtime": "{}", "trustedKeys": ["{}"], "installs": {{"warningSeconds": 1, "trialSeconds": 1}}}})",
        root.string(), (folder / "run").string(), (folder / "ours.pem").string());
}

json::Value mustCall(control::ControlClient& client, const char* method, const json::Value& params)
{
    auto answer = client.call(method, params);
    if (!answer)
        giveUp(fmt::format("{}: {}", method, answer.error().toString()));
    return std::move(*answer);
}

/// What the app that is there says of itself, once it runs: its version. Empty: there is none.
std::string foundVersion(control::ControlClient& client)
{
    if (mustCall(client, "app.list", json::Value::object())["apps"].empty())
        return {};
    std::string found;
    const std::string begin = "version ";
    const auto subscription =
        client.subscribe("app.watchLog", {{"since", 0}}, [&](const json::Value& news) {
            for (const json::Value& line : news["page"]["lines"]) {
                const auto text = line["text"].get<std::string>();
                if (found.empty() && text.starts_with(begin) && text.find(" found ") != text.npos)
                    found = text.substr(begin.size());
            }
        });
    if (!subscription || !client.wait([&] { return !found.empty(); }).value_or(false))
        giveUp("the app that is there does not run");
    if (!client.unsubscribe(*subscription))
        giveUp("the log cannot be left");
    return found;
}

/// Whether the kernel verifies what it reads of the app's program, so that nobody can change it.
bool isSealed()
{
    for (const auto& entry : fs::recursive_directory_iterator("/data/perisphere/apps/images")) {
        if (entry.path().filename() != "app")
            continue;
        struct statx status {
        };
        if (::statx(AT_FDCWD, entry.path().c_str(), 0, STATX_BASIC_STATS, &status) != 0 ||
            (status.stx_attributes & STATX_ATTR_VERITY) == 0 ||
            ::open(entry.path().c_str(), O_WRONLY | O_CLOEXEC) >= 0)
            return false;
    }
    return true;
}

void change(control::ControlClient& client, const fs::path& folder, const std::string& kind,
            const std::string& version)
{
    const std::string package = packageOf(folder, version).string();
    say(fmt::format("begins {} {}", kind, version));
    if (kind == "install") {
        mustCall(client, "app.install", {{"package", package}});
    } else {
        mustCall(client, "update.offer", {{"kind", "app"}, {"package", package}});
        constexpr unsigned kBetweenLooks = 20'000; // there is nothing to watch
        std::string state;
        while (state != "idle") {
            ::usleep(kBetweenLooks);
            const auto status = mustCall(client, "update.status", json::Value::object());
            if (status["state"] != state)
                say(fmt::format("the update is {}", state = status["state"]));
        }
    }
    say(fmt::format("done {} {}", kind, version));
}

} // namespace

int main(int argc, char** argv)
{
    if (argc == 3 && std::string_view(argv[1]) == "prepare") {
        prepare(argv[2]);
        return 0;
    }
    if (argc != 4)
        return 2;
    const fs::path folder = argv[2];
    test::StartedDaemon daemon(folder);
    auto client = daemon.client();
    const std::string found = foundVersion(client);
    say(fmt::format("found {}", found.empty() ? "none" : found));
    if (!isSealed())
        giveUp("the app's program can be changed");
    change(client, folder, found.empty() ? "install" : argv[3], found.starts_with("A") ? "B" : "A");
    for (;;)
        ::pause(); // until the power is cut
}
