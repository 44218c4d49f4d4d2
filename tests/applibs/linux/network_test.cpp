// Apps' networks, within a network of the tests' own that stands for the device's.
#include "device_network.hpp"
#include "sandboxed_app.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <netinet/in.h>

namespace
{

using namespace perisphere;
using device::ProcessExit;
using test::DeviceNetwork;
using test::exitOf;
using test::generic;
using test::GreetingServer;
using test::SandboxedApp;
using test::SandboxedImage;
using test::socketAddress;
using test::startInSandbox;

/// What apps were told; waited for.
class Notes
{
public:
    void add(const std::string& text)
    {
        const std::lock_guard lock(m_mutex);
        m_text += text + "\n";
        m_changed.notify_all();
    }
    bool waitFor(const std::string& text)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(20),
                                  [&] { return m_text.find(text) != std::string::npos; });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::string m_text;
};

target::SandboxConfiguration networkConfiguration(const test::SystemRootOfTests& systemRoot,
                                                  Notes& notes)
{
    target::SandboxConfiguration configuration = test::sandboxOfTests(systemRoot);
    configuration.note = [&notes](const std::string&, const std::string& text) { notes.add(text); };
    configuration.network.emplace();
    configuration.network->lookUp =
        [](const std::string& name) -> device::Outcome<std::vector<std::uint32_t>> {
        if (name == "allowed.example")
            return std::vector<std::uint32_t>{0xC000020A, 0xC000020B}; // 192.0.2.10, .11
        if (name == "inside.example")
            return std::vector<std::uint32_t>{0x0AD50001, 0x7F000001}; // the bridge, loopback
        if (name == "gone.example")
            return device::refuse(ENOENT);
        return device::refuse(EAGAIN);
    };
    return configuration;
}

/// One byte from the port there, or none.
bool isGreeted(const char* host, std::uint16_t port, char answer)
{
    const UniqueFd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in address = socketAddress(host, port);
    char byte = 0;
    return ::connect(client.get(), generic(address), sizeof address) == 0 &&
           ::recv(client.get(), &byte, 1, 0) == 1 &&
           ::send(client.get(), &answer, 1, MSG_NOSIGNAL) == 1 && byte == 'h';
}

} // namespace

TEST_CASE("an app reaches the hosts of its manifest and no others", "[sandbox][network]")
{
    if (!test::canUseSandbox())
        return;
    const DeviceNetwork network;
    const GreetingServer server;
    const test::SystemRootOfTests systemRoot;
    Notes notes;
    const auto launcher = test::launcherWith(networkConfiguration(systemRoot, notes));
    SandboxedImage image(
        SANDBOX_APP,
        {"reach", "tcp=192.0.2.30:8001", "tcp=192.0.2.10:8001", "name=forbidden.example",
         "name=gone.example", "name=inside.example", "name=allowed.example", "tcp=192.0.2.10:8001",
         "udp=192.0.2.11:8001", "tcp=192.0.2.12:8001", "udp=192.0.2.12:8001", "tcp=10.213.0.1:8001",
         "udp=8.8.8.8:53"},
        R"({"AllowedConnections": ["192.0.2.30", "allowed.example", "gone.example", "inside.example"]})");
    for (int round = 0; round < 2;
         ++round) { // the second start finds the network of the first, with what is known there
        const SandboxedApp started = startInSandbox(*launcher, image.app());
        CHECK(test::readToEnd(started.output.get()) ==
              std::string("tcp=192.0.2.30:8001 reached\n") +
                  (round == 0 ? "tcp=192.0.2.10:8001 EHOSTUNREACH\n"
                              : "tcp=192.0.2.10:8001 reached\n") +
                  "name=forbidden.example unknown\n"
                  "name=gone.example unknown\n"
                  "name=inside.example unknown\n"
                  "name=allowed.example 192.0.2.10\n"
                  "tcp=192.0.2.10:8001 reached\n"
                  "udp=192.0.2.11:8001 reached\n"
                  "tcp=192.0.2.12:8001 EHOSTUNREACH\n"
                  "udp=192.0.2.12:8001 EPERM\n"
                  "tcp=10.213.0.1:8001 EHOSTUNREACH\n"
                  "udp=8.8.8.8:53 EPERM\n");
        CHECK(exitOf(*started.process) == ProcessExit{.bySignal = false, .code = 0});
    }
    CHECK(notes.waitFor("refused TCP to 192.0.2.12 port 8001"));
    CHECK(notes.waitFor("name \"inside.example\" leads into the device"));
    CHECK(notes.waitFor("name \"forbidden.example\" is not looked up"));
}

TEST_CASE("an app that asks for a name all the time makes the device look it up once in a while",
          "[sandbox][network]")
{
    if (!test::canUseSandbox())
        return;
    const DeviceNetwork network;
    const test::SystemRootOfTests systemRoot;
    Notes notes;
    target::SandboxConfiguration configuration = networkConfiguration(systemRoot, notes);
    configuration.network->nameFresh = std::chrono::hours(1);
    std::atomic<int> asked = 0;
    configuration.network->lookUp =
        [&](const std::string&) -> device::Outcome<std::vector<std::uint32_t>> {
        ++asked;
        return std::vector<std::uint32_t>{0xC000020A};
    };
    const auto launcher = test::launcherWith(configuration);
    SandboxedImage image(
        SANDBOX_APP,
        {"reach", "name=allowed.example", "name=allowed.example", "name=allowed.example"},
        R"({"AllowedConnections": ["allowed.example"]})");
    const SandboxedApp started = startInSandbox(*launcher, image.app());
    CHECK(test::readToEnd(started.output.get()).ends_with("name=allowed.example 192.0.2.10\n"));
    CHECK(asked == 1);
}

TEST_CASE("an app is reached on the ports of its manifest and no others", "[sandbox][network]")
{
    if (!test::canUseSandbox())
        return;
    const DeviceNetwork network;
    const test::SystemRootOfTests systemRoot;
    Notes notes;
    target::SandboxConfiguration configuration = networkConfiguration(systemRoot, notes);
    configuration.leftOut = {"landlock"}; // which would let no other port be bound
    const auto launcher = test::launcherWith(configuration);
    SandboxedImage allowed(SANDBOX_APP, {"serve", "8080"}, R"({"AllowedTcpServerPorts": [8080]})");
    SandboxedApp started = startInSandbox(*launcher, allowed.app());
    REQUIRE(test::readUntil(started.output.get(), "ready"));
    CHECK(isGreeted("10.213.0.2", 8080, 'a'));
    CHECK(isGreeted("192.0.2.10", 8080, 'e')); // of the device
    CHECK(exitOf(*started.process) == ProcessExit{.bySignal = false, .code = 0});

    SandboxedImage other(SANDBOX_APP, {"serve", "8081"}, R"({"AllowedTcpServerPorts": [8080]})");
    started = startInSandbox(*launcher, other.app());
    REQUIRE(test::readUntil(started.output.get(), "ready"));
    const UniqueFd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const sockaddr_in address = socketAddress("10.213.0.2", 8081);
    CHECK(::connect(client.get(), generic(address), sizeof address) == -1);
    CHECK(notes.waitFor("refused from outside TCP to 10.213.0.2 port 8081"));
}

TEST_CASE("apps do not reach one another", "[sandbox][network]")
{
    if (!test::canUseSandbox())
        return;
    const DeviceNetwork network;
    const test::SystemRootOfTests systemRoot;
    Notes notes;
    const auto launcher = test::launcherWith(networkConfiguration(systemRoot, notes));
    SandboxedImage serving(SANDBOX_APP, {"serve", "8080"}, R"({"AllowedTcpServerPorts": [8080]})");
    const SandboxedApp server = startInSandbox(*launcher, serving.app());
    REQUIRE(test::readUntil(server.output.get(), "ready"));
    // Even where the manifest names the other's address: the bridge keeps them apart.
    SandboxedImage asking(SANDBOX_APP, {"reach", "tcp=10.213.0.2:8080"},
                          R"({"AllowedConnections": ["10.213.0.2"]})");
    asking.app().componentId = "22222222-2222-3333-4444-555555555555";
    const SandboxedApp client = startInSandbox(*launcher, asking.app());
    CHECK(test::readToEnd(client.output.get()) == "tcp=10.213.0.2:8080 EHOSTUNREACH\n");
}

TEST_CASE("nothing is left of the network of apps", "[sandbox][network]")
{
    if (!test::canUseSandbox())
        return;
    const DeviceNetwork network;
    const test::SystemRootOfTests systemRoot;
    Notes notes;
    const std::size_t before = test::openDescriptors();
    {
        const auto launcher = test::launcherWith(networkConfiguration(systemRoot, notes));
        SandboxedImage image(SANDBOX_APP, {"exit"}, R"({"AllowedTcpServerPorts": [8080]})");
        CHECK(exitOf(*startInSandbox(*launcher, image.app()).process) ==
              ProcessExit{.bySignal = false, .code = 0});
        CHECK(::if_nametoindex("perisphere0") != 0);
        CHECK(::if_nametoindex("psapp1") != 0);
    }
    CHECK(::if_nametoindex("perisphere0") == 0);
    CHECK(::if_nametoindex("psapp1") == 0);
    CHECK(test::openDescriptors() == before);
    CHECK_FALSE(test::hasChildren());
}
