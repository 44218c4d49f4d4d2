// An app in its sandbox under a real GDB, by way of the daemon.
#include "packages.hpp"
#include "perisphere/base/file.hpp"
#include "sandboxed_app.hpp"
#include "started_daemon.hpp"

#include <catch2/catch.hpp>

#include <arpa/inet.h>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/socket.h>

namespace perisphere::daemon_debugging_test
{
namespace
{

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxProgramBytes = 16 * 1024 * 1024;

const char* programOf(const char* variable, const char* usual)
{
    const char* const given = std::getenv(variable);
    return given == nullptr ? usual : given;
}

/// GDB, as a developer uses it beside the device.
std::string gdb(const std::string& commands)
{
    std::FILE* const output = ::popen(
        fmt::format("{} -nx -batch {} {} 2>&1", programOf("GDB", "gdb"), commands, DEBUG_APP)
            .c_str(),
        "r");
    REQUIRE(output != nullptr);
    std::string said;
    std::array<char, 4096> piece{};
    for (std::size_t count = 0; (count = std::fread(piece.data(), 1, piece.size(), output)) > 0;)
        said.append(piece.data(), count);
    ::pclose(output);
    return said;
}

class Device
{
public:
    explicit Device(bool allowsDebugging)
    {
        const fs::path library = m_root.path() / "usr/lib/libapplibs.so.0";
        fs::create_directories(library.parent_path());
        fs::copy_file(APPLIBS, library);
        std::ofstream(m_folder / "ours.pem") << test::signingKey().certificatePem().value();
        std::ofstream(m_folder / "perisphered.json") << fmt::format(
            R"({{"name": "bench", "board": "qemu_virt", "systemRoot": "{}", "state": "{}",
                "runtime": "{}", "trustedKeys": ["{}"], "gdbserver": "{}"{}{}}})",
            m_root.path().string(), (m_folder / "state").string(), (m_folder / "run").string(),
            (m_folder / "ours.pem").string(), programOf("GDBSERVER", "/usr/bin/gdbserver"),
            allowsDebugging ? R"(, "debugging": true)" : "",
            test::hasControlGroups() ? "" : R"(, "mayBeMissing": ["cgroup"])");
        m_daemon.emplace(m_folder.path());
    }
    [[nodiscard]] control::ControlClient client() const { return m_daemon->client(); }
    int stop() { return m_daemon->stop(); }

    [[nodiscard]] std::string package(bool isUnderDevelopment) const
    {
        const auto program = readTextFile(DEBUG_APP, kMaxProgramBytes).value();
        const test::PackageSpec spec{.name = "Worker", .program = program};
        const auto bytes = image::pack(test::treeOf(spec),
                                       {.componentId = image::Guid::parse(spec.componentId).value(),
                                        .name = spec.name,
                                        .underDevelopment = isUnderDevelopment},
                                       test::signingKey());
        const fs::path file = m_folder / "worker.imagepackage";
        std::ofstream(file, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes->data()),
                   static_cast<std::streamsize>(bytes->size()));
        return file.string();
    }
    [[nodiscard]] std::string sysroot() const { return m_root.path().string(); }

private:
    test::SystemRootOfTests m_root;
    test::TemporaryDirectory m_folder;
    std::optional<test::StartedDaemon> m_daemon;
};

void install(control::ControlClient& client, const std::string& package)
{
    const auto installed = client.call("app.install", {{"package", package}});
    if (!installed)
        FAIL(installed.error().toString());
}

json::Value status(control::ControlClient& client)
{
    return client.call("app.list").value()["apps"][0];
}

/// Until the log has it.
void awaitLine(control::ControlClient& client, const std::string& text)
{
    bool isThere = false;
    const auto subscription =
        client.subscribe("app.watchLog", {{"since", 0}}, [&](const json::Value& news) {
            for (const json::Value& line : news["page"]["lines"])
                isThere = isThere || line["text"].get_ref<const std::string&>().find(text) !=
                                         std::string::npos;
        });
    REQUIRE(subscription);
    REQUIRE(client.wait([&] { return isThere; }).value());
    REQUIRE(client.unsubscribe(*subscription));
}

/// A debugger that connects, and breaks the connection.
void connectAndLeave(std::uint16_t port)
{
    const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
            0);
    constexpr std::string_view kFirst = "$qSupported#37";
    REQUIRE(::send(socket.get(), kFirst.data(), kFirst.size(), 0) > 0);
    char answered = 0;
    REQUIRE(::recv(socket.get(), &answered, 1, 0) == 1);
}

} // namespace

TEST_CASE("an app in its sandbox stops at a breakpoint, and goes on when GDB leaves", "[debugging]")
{
    if (!test::canUseSandbox())
        return;
    Device device(true);
    auto client = device.client();
    install(client, device.package(true));
    const auto started = client.call("app.start", {{"app", "Worker"}, {"debug", true}});
    if (!started)
        FAIL(started.error().toString());
    CHECK((*started)["state"] == "debugging");
    CHECK((*started)["hasDebugger"] == false);
    const std::string said = gdb(fmt::format(
        "-ex 'set sysroot {}' -ex 'target remote 127.0.0.1:{}' -ex 'break work' -ex continue "
        "-ex backtrace -ex 'ignore 1 2' -ex continue -ex 'print step' -ex 'set var step = 100' "
        "-ex 'watch g_steps' -ex continue -ex 'print g_steps' -ex delete -ex detach",
        device.sysroot(), (*started)["debugPort"].get<int>()));
    INFO(said);
    CHECK(said.find("Breakpoint 1, work (step=1)") != std::string::npos);
    CHECK(said.find("in main ()") != std::string::npos);
    CHECK(said.find("$1 = 4") != std::string::npos);
    CHECK(said.find("$2 = 100") != std::string::npos);
    CHECK(said.find("detached") != std::string::npos);
    CHECK(status(client)["hasDebugger"] == true);
    awaitLine(client, "worked 100"); // of step 4
    awaitLine(client, "worked 8");   // it goes on
    // What it does not take up again: a second debugger.
    CHECK(gdb(fmt::format("-ex 'target remote 127.0.0.1:{}'", (*started)["debugPort"].get<int>()))
              .find("Remote debugging using") == std::string::npos);
    // Started without, it is in the sandbox alone again.
    REQUIRE(client.call("app.start", {{"app", "Worker"}}));
    CHECK(status(client)["state"] == "running");
    REQUIRE(client.call("app.stop", {{"app", "Worker"}}));
    CHECK(device.stop() == 0);
}

TEST_CASE("an app that GDB kills or lets down ends, and stays so", "[debugging]")
{
    if (!test::canUseSandbox())
        return;
    Device device(true);
    auto client = device.client();
    install(client, device.package(true));
    for (const bool isKilled : {true, false}) {
        const auto started = client.call("app.start", {{"app", "Worker"}, {"debug", true}});
        REQUIRE(started);
        const auto port = (*started)["debugPort"].get<std::uint16_t>();
        if (isKilled) {
            const std::string said =
                gdb(fmt::format("-ex 'set sysroot {}' -ex 'target remote 127.0.0.1:{}' -ex 'break "
                                "work' -ex continue -ex kill",
                                device.sysroot(), port));
            INFO(said);
            CHECK(said.find("Breakpoint 1, ") != std::string::npos);
        } else {
            connectAndLeave(port);
        }
        bool hasEnded = false;
        const auto subscription =
            client.subscribe("app.watch", json::Value::object(), [&](const json::Value& news) {
                hasEnded = hasEnded || news["apps"][0]["state"] == "stopped";
            });
        REQUIRE(subscription);
        REQUIRE(client.wait([&] { return hasEnded; }).value());
        REQUIRE(client.unsubscribe(*subscription));
    }
    CHECK(device.stop() == 0);
}

TEST_CASE("what is missing for debugging is said: the device's leave, the package's, or both",
          "[debugging]")
{
    if (!test::canUseSandbox())
        return;
    constexpr const char* kDevice = "this device's configuration does not allow debugging";
    constexpr const char* kPackage = "does not say that it is under development";
    for (const bool allows : {false, true}) {
        Device device(allows);
        auto client = device.client();
        for (const bool isUnderDevelopment : {false, true}) {
            install(client, device.package(isUnderDevelopment));
            if (allows && isUnderDevelopment)
                continue;
            const auto started = client.call("app.start", {{"app", "Worker"}, {"debug", true}});
            REQUIRE_FALSE(started);
            CHECK(started.error().code == ErrorCode::PermissionDenied);
            const std::string text = started.error().toString();
            CHECK((text.find(kDevice) == std::string::npos) == allows);
            CHECK((text.find(kPackage) == std::string::npos) == isUnderDevelopment);
            CHECK(status(client)["state"] == "running"); // it is left alone
        }
        CHECK(device.stop() == 0);
    }
}

} // namespace perisphere::daemon_debugging_test
