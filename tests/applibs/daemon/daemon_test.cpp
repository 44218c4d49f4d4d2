// The daemon as systemd starts it, with a real app in its sandbox, driven by the control API.
#include "packages.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/control/client.hpp"
#include "perisphere/control/registry.hpp"
#include "sandboxed_app.hpp"

#include "perisphere/base/atomic_file.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <spawn.h>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

using namespace perisphere;

namespace
{

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxProgramBytes = 16 * 1024 * 1024;

/// A device with the trusted key of the tests, that keeps its state over runs of the daemon.
class Device
{
public:
    Device()
    {
        const fs::path library = m_root.path() / "usr/lib/libapplibs.so.0";
        fs::create_directories(library.parent_path());
        fs::copy_file(APPLIBS, library);
        std::ofstream(m_folder / "ours.pem") << test::signingKey().certificatePem().value();
        std::ofstream(m_folder / "perisphered.json") << fmt::format(
            R"({{"name": "bench", "board": "qemu_virt", "systemRoot": "{}", "state": "{}",
                "runtime": "{}", "osVersion": "26.11", "trustedKeys": ["{}"]{}}})",
            m_root.path().string(), (m_folder / "state").string(), (m_folder / "run").string(),
            (m_folder / "ours.pem").string(),
            test::hasControlGroups() ? "" : R"(, "mayBeMissing": ["cgroup"])");
    }
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;
    ~Device()
    {
        if (m_process > 0)
            stop();
    }

    /// Until it says that it is ready.
    void start()
    {
        const fs::path socket = m_folder / "notify";
        fs::remove(socket);
        const UniqueFd notified(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        REQUIRE(socket.string().size() < sizeof address.sun_path);
        socket.string().copy(address.sun_path, sizeof address.sun_path - 1);
        REQUIRE(::bind(notified.get(), reinterpret_cast<const sockaddr*>(&address),
                       sizeof address) == 0);
        const std::string configuration = (m_folder / "perisphered.json").string();
        std::array<const char*, 7> arguments{
            PERISPHERED, "run",  "--configuration", configuration.c_str(), "--boards",
            BOARDS,      nullptr};
        const std::string notify = "NOTIFY_SOCKET=" + socket.string();
        std::array<const char*, 2> environment{notify.c_str(), nullptr};
        REQUIRE(::posix_spawn(&m_process, PERISPHERED, nullptr, nullptr,
                              const_cast<char* const*>(arguments.data()),
                              const_cast<char* const*>(environment.data())) == 0);
        timeval most{.tv_sec = 60, .tv_usec = 0};
        ::setsockopt(notified.get(), SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
        std::array<char, 64> said{};
        REQUIRE(::recv(notified.get(), said.data(), said.size(), 0) > 0);
        CHECK(std::string(said.data()) == "READY=1");
    }
    int stop()
    {
        ::kill(m_process, SIGTERM);
        return awaitEnd();
    }
    int awaitEnd()
    {
        int status = 0;
        ::waitpid(m_process, &status, 0);
        m_process = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    [[nodiscard]] control::ControlClient client() const
    {
        const auto registry = control::DeviceRegistry::open(m_folder / "run").value();
        return control::ControlClient::connect(registry.find("bench").value()).value();
    }
    [[nodiscard]] std::string package(const test::PackageSpec& spec,
                                      const image::SigningKey& key = test::signingKey()) const
    {
        const auto bytes = test::pack(spec, key);
        const fs::path file = m_folder / (spec.name + ".imagepackage");
        std::ofstream(file, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
        return file.string();
    }

private:
    test::SystemRootOfTests m_root;
    test::TemporaryDirectory m_folder;
    pid_t m_process = 0;
};

test::PackageSpec specOf(std::string arguments)
{
    const auto program = readBinaryFile(DAEMON_APP, kMaxProgramBytes).value();
    return {.arguments = std::move(arguments),
            .program = std::string(reinterpret_cast<const char*>(program.data()), program.size())};
}

/// A line of the log with that text.
std::string logged(control::ControlClient& client, const std::string& text)
{
    std::string found;
    const auto look = [&](const json::Value& page) {
        for (const json::Value& line : page["lines"])
            if (const std::string& one = line["text"].get_ref<const std::string&>();
                found.empty() && one.find(text) != std::string::npos)
                found = one;
    };
    const auto subscription = client.subscribe(
        "app.watchLog", {{"since", 0}}, [&](const json::Value& news) { look(news["page"]); });
    REQUIRE(subscription);
    REQUIRE(client.wait([&] { return !found.empty(); }).value());
    REQUIRE(client.unsubscribe(*subscription));
    return found;
}

} // namespace

TEST_CASE("an app is installed, runs in its sandbox, and again after the daemon's next start",
          "[daemon]")
{
    if (!test::canUseSandbox())
        return;
    Device device;
    device.start();
    {
        auto client = device.client();
        CHECK(client.call("device.info").value()["board"] == "qemu_virt");
        const auto installed =
            client.call("app.install", {{"package", device.package(specOf(""))}});
        if (!installed)
            FAIL(installed.error().toString());
        // Its first process in its own namespace, and the version by way of the daemon.
        CHECK(logged(client, "runs on") == "runs on 26.11 as process 100");
        CHECK(client.call("app.list").value()["apps"][0]["state"] == "running");
        CHECK(client.call("part.list").error().code == ErrorCode::Unsupported);
    }
    CHECK(device.stop() == 0);
    device.start();
    {
        auto client = device.client();
        CHECK(logged(client, "runs on") == "runs on 26.11 as process 100");
        REQUIRE(client.call("app.remove", {{"app", "Tester"}}));
        CHECK(client.call("app.list").value()["apps"].empty());
        REQUIRE(client.call("device.shutdown"));
    }
    CHECK(device.awaitEnd() == 0);
}

TEST_CASE("a package that nobody trusted has signed is refused, and so is one that was changed",
          "[daemon]")
{
    if (!test::canUseSandbox())
        return;
    Device device;
    device.start();
    auto client = device.client();
    const auto stranger = image::SigningKey::generate("stranger").value();
    const auto refused =
        client.call("app.install", {{"package", device.package(specOf(""), stranger)}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::Untrusted);
    const std::string package = device.package(specOf(""));
    std::fstream file(package, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(9000);
    file.put('X');
    file.close();
    CHECK_FALSE(client.call("app.install", {{"package", package}}));
    CHECK(client.call("app.list").value()["apps"].empty());
    CHECK(device.stop() == 0);
}

TEST_CASE("an app that ends is started again, and the log says how it ended", "[daemon]")
{
    if (!test::canUseSandbox())
        return;
    Device device;
    device.start();
    auto client = device.client();
    REQUIRE(client.call("app.install", {{"package", device.package(specOf(R"("fail")"))}}));
    CHECK(logged(client, "exit code 7").find("exit code 7") != std::string::npos);
    CHECK(device.stop() == 0);
}
