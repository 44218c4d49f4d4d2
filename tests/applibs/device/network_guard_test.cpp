// A real process tries what its manifest does not allow it on the network, and what it does.
#include "descriptors.hpp"
#include "host_app.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <fmt/format.h>
#include <future>
#include <map>
#include <mutex>
#include <netinet/in.h>
#include <set>
#include <sstream>
#include <sys/time.h>

namespace perisphere::network_guard_test
{

using namespace perisphere::device;
using test::TemporaryDirectory;

namespace
{

/// A socket of this process on an ephemeral port of 127.0.0.1.
class Server
{
public:
    explicit Server(int type)
        : m_socket(::socket(AF_INET, type | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        REQUIRE(::bind(m_socket.get(), generic, size) == 0);
        if (type == SOCK_STREAM)
            REQUIRE(::listen(m_socket.get(), 8) == 0);
        REQUIRE(::getsockname(m_socket.get(), generic, &size) == 0);
        m_port = ntohs(address.sin_port);
        // Of what is accepted, too: who fails shall not wait for ever.
        const timeval patience{.tv_sec = 20, .tv_usec = 0};
        REQUIRE(::setsockopt(m_socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) ==
                0);
    }
    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] UniqueFd accept() const
    {
        return UniqueFd(::accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
    }
    /// Of datagrams that have come.
    [[nodiscard]] std::string received()
    {
        std::string all;
        std::array<char, 16> bytes{};
        for (ssize_t size = 0;
             (size = ::recv(m_socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT)) > 0;)
            all.append(bytes.data(), static_cast<std::size_t>(size));
        return all;
    }

private:
    UniqueFd m_socket;
    std::uint16_t m_port = 0;
};

struct Probes {
    std::map<std::string, std::string> outcomes; ///< "0", an errno, or words
    std::vector<std::string> notes;
};

/// Runs the probe app to its end.
Probes probe(const std::string& capabilities, const std::string& mode, const Server& tcp,
             const Server& udp, HostNetwork network = {})
{
    TemporaryDirectory image;
    const App app = test::hostApp(image.path(), PERISPHERE_NETWORK_PROBE,
                                  fmt::format(R"({{"SchemaVersion": 1, "Name": "Probe",
  "ComponentId": "0d4f7d5e-5c52-4c0b-8a6c-3a0d3c6a9c55", "EntryPoint": "/bin/app",
  "CmdArgs": ["{}", "{}", "{}"],
  "Capabilities": {{{}}}, "ApplicationType": "Default"}})",
                                              mode, tcp.port(), udp.port(), capabilities));

    Probes probes;
    std::mutex mutex;
    for (const char* name : {"api.example.com", "away.example.com", "near.example.com"})
        network.table.push_back({.name = name, .target = {INADDR_LOOPBACK, tcp.port()}});
    network.note = [&, also = network.note](const std::string& component, const std::string& text) {
        const std::lock_guard lock(mutex);
        CHECK(component == app.componentId);
        probes.notes.push_back(text);
        if (also)
            also(component, text);
    };
    HostLauncher launcher(std::move(network));
    std::istringstream lines(test::outputOf(launcher, app));
    for (std::string line; std::getline(lines, line);) {
        const std::size_t end = line.rfind(' ');
        probes.outcomes[line.substr(0, end)] = line.substr(end + 1);
    }
    return probes;
}

/// The errno that an attempt at what is not declared fails with.
std::string expectedOf(const std::string& probe)
{
    static const std::map<std::string, std::string> kOthers = {
        {"fast open, sendto", std::to_string(EOPNOTSUPP)},
        {"fast open, sendmsg", std::to_string(EOPNOTSUPP)},
        {"tcp server", std::to_string(EACCES)},
        {"tcp server, any port", std::to_string(EACCES)},
        {"tcp bind", std::to_string(EACCES)},
        {"udp server", std::to_string(EACCES)},
        {"ipv6 tcp", std::to_string(EAFNOSUPPORT)},
        {"ipv6 udp", std::to_string(EAFNOSUPPORT)},
        {"ipv6 raw", std::to_string(EAFNOSUPPORT)},
        {"raw icmp", std::to_string(EPERM)},
        {"ping", std::to_string(EPERM)},
        {"sctp", std::to_string(EPERM)},
        {"packet", std::to_string(EPERM)},
        {"packet, cooked", std::to_string(EPERM)},
        {"netlink, audit", std::to_string(EPERM)},
        {"kernel crypto", std::to_string(EAFNOSUPPORT)},
        {"vsock", std::to_string(EAFNOSUPPORT)},
        {"unix abstract", std::to_string(ECONNREFUSED)},
        {"unix path", std::to_string(ECONNREFUSED)},
        {"unix datagram", std::to_string(ECONNREFUSED)},
        {"unix datagram, sendto", std::to_string(ECONNREFUSED)},
        {"unix server", std::to_string(EACCES)},
        {"io_uring", std::to_string(ENOSYS)},
        {"undeclared name", "EAI_NONAME"},
    };
    const auto found = kOthers.find(probe);
    return found != kOthers.end() ? found->second : std::to_string(EHOSTUNREACH);
}

} // namespace

TEST_CASE("what a manifest does not declare is refused: hosts, ports, families, names")
{
    const Server tcp(SOCK_STREAM);
    Server udp(SOCK_DGRAM);
    const Probes probes = probe(R"("AllowedConnections": ["127.0.0.1"])", "undeclared", tcp, udp);
    CHECK(probes.outcomes.size() >= 75);
    for (const auto& [name, outcome] : probes.outcomes) {
        INFO(name);
        CHECK(outcome == expectedOf(name));
    }
    CHECK(udp.received().empty());
    const std::string all = fmt::format("{}", fmt::join(probes.notes, "\n"));
    INFO(all);
    CHECK(all.find("10.0.0.1 port") != std::string::npos);
    CHECK(all.find("\"10.0.0.1\" is not in \"AllowedConnections\"; add it to the list in "
                   "app_manifest.json:4:") != std::string::npos);
    CHECK(all.find("\"undeclared.example\" is not in \"AllowedConnections\"; add it to the list in "
                   "app_manifest.json:4:") != std::string::npos);
    CHECK(all.find("8081") != std::string::npos);
}

TEST_CASE("what a manifest declares works, and names of the table lead where it says")
{
    const Server tcp(SOCK_STREAM);
    Server udp(SOCK_DGRAM);
    const Probes probes = probe(R"("AllowedConnections": ["127.0.0.1", "api.example.com"],
  "AllowedTcpServerPorts": [18080], "AllowedUdpServerPorts": [15353])",
                                "declared", tcp, udp);
    CHECK(probes.outcomes.size() == 13);
    for (const auto& [name, outcome] : probes.outcomes) {
        INFO(name);
        CHECK(outcome == (name == "tcp, nobody there" ? std::to_string(ECONNREFUSED) : "0"));
    }
    CHECK(udp.received() == "xyyy");
    CHECK(probes.notes.empty());
}

TEST_CASE("what is declared is as far away as the device's network is down")
{
    const Server tcp(SOCK_STREAM);
    Server udp(SOCK_DGRAM);
    const int error = GENERATE(ENETUNREACH, ETIMEDOUT);
    std::mutex mutex;
    std::set<std::string> asked;
    HostNetwork network;
    network.wayTo = [&](const std::string& host) -> Outcome<> {
        const std::lock_guard lock(mutex);
        asked.insert(host);
        return refuse(error, "no network");
    };
    const Probes probes = probe(R"("AllowedConnections": ["127.0.0.1", "api.example.com"],
  "AllowedTcpServerPorts": [18080], "AllowedUdpServerPorts": [15353])",
                                "declared", tcp, udp, network);
    CHECK(asked == std::set<std::string>{"127.0.0.1", "api.example.com"});
    CHECK(udp.received().empty());
    CHECK(probes.outcomes.at("tcp") == std::to_string(error));
    CHECK(probes.outcomes.at("sendto") ==
          (error == ETIMEDOUT ? "0" : std::to_string(error))); // lost datagrams are sent
    CHECK(probes.outcomes.at("tcp server") == "0");
    const std::string all = fmt::format("{}", fmt::join(probes.notes, "\n"));
    INFO(all);
    CHECK(all.find("api.example.com port ") != std::string::npos);
    CHECK(all.find(" is not reached: no network") != std::string::npos);
}

TEST_CASE("names of a running app are resolved while the device's network resolves them")
{
    const Server tcp(SOCK_STREAM);
    const Server udp(SOCK_DGRAM);
    std::atomic<unsigned> state = 0;
    HostNetwork network;
    network.wayTo = [&](const std::string& host) -> Outcome<> {
        state += host == "127.0.0.1" ? 1 : 0;
        return {};
    };
    network.nameService = [&]() -> Outcome<> {
        if (state == 1)
            return refuse(ETIMEDOUT, "no DNS server answers");
        if (state == 2)
            return refuse(ENETUNREACH, "no interface of the device has an address");
        return {};
    };
    const Probes probes = probe(R"("AllowedConnections": ["127.0.0.1", "api.example.com"])",
                                "names", tcp, udp, network);
    const std::map<std::string, std::string> expected = {
        {"next", "0"},
        {"name, at first", "0"},
        {"name, without an answer", "EAI_AGAIN"},
        {"name, without a network", "EAI_AGAIN"},
        {"name, again", "0"},
        {"name, in capitals", "0"},
        {"other name, at first", "EAI_NONAME"},
        {"other name, without an answer", "EAI_AGAIN"},
        {"other name, without a network", "EAI_AGAIN"},
        {"other name, again", "EAI_NONAME"},
        {"itself", "0"},
    };
    CHECK(probes.outcomes == expected);
    const std::string all = fmt::format("{}", fmt::join(probes.notes, "\n"));
    INFO(all);
    CHECK(all.find("api.example.com is not resolved: no DNS server answers") != std::string::npos);
    CHECK(all.find("api.example.com is not resolved: no interface of the device has an address") !=
          std::string::npos);
}

TEST_CASE("a connection that stands stalls while the network does not get there")
{
    const Server tcp(SOCK_STREAM);
    const Server udp(SOCK_DGRAM);
    NetworkChanges changes;
    std::atomic<bool> isAway = false;
    std::promise<void> stalls;
    HostNetwork network;
    network.wayTo = [&](const std::string& host) -> Outcome<> {
        if (isAway && host == "away.example.com")
            return refuse(ETIMEDOUT, "no network");
        return {};
    };
    network.changes = &changes;
    network.note = [&](const std::string&, const std::string&) { stalls.set_value(); };

    auto peers = std::async(std::launch::async, [&] {
        const UniqueFd away = tcp.accept();
        const UniqueFd near = tcp.accept();
        isAway = true;
        changes.announce();
        if (stalls.get_future().wait_for(std::chrono::seconds(20)) != std::future_status::ready)
            return false;
        char byte = 'a';
        bool isWell = ::send(away.get(), &byte, 1, 0) == 1 && ::send(near.get(), &byte, 1, 0) == 1;
        isWell = ::recv(near.get(), &byte, 1, 0) == 1 && isWell; // the app had a look at both
        isAway = false;
        changes.announce();
        isWell = ::recv(away.get(), &byte, 1, 0) == 1 && isWell;
        ::shutdown(near.get(), SHUT_WR);
        return ::recv(near.get(), &byte, 1, 0) == 0 && isWell; // nobody but the app has its socket
    });
    const Probes probes = probe(R"("AllowedConnections": ["away.example.com", "near.example.com"])",
                                "standing", tcp, udp, network);
    CHECK(peers.get());
    const std::map<std::string, std::string> expected = {
        {"connect, away", "0"},    {"connect, near", "0"},
        {"from near", "0"},        {"from away", std::to_string(EAGAIN)},
        {"to away", "0"},          {"to near", "0"},
        {"from away, later", "0"}, {"end", "0"},
        {"end, near", "0"},
    };
    CHECK(probes.outcomes == expected);
    CHECK(probes.notes == std::vector<std::string>{"connections to away.example.com stall: the "
                                                   "network does not get there"});
}

TEST_CASE("an app that ends while it connects leaves no thread behind")
{
    const Server tcp(SOCK_STREAM);
    const Server udp(SOCK_DGRAM);
    const std::size_t before = test::openDescriptors();
    static_cast<void>(probe("", "declared", tcp, udp));
    CHECK(test::openDescriptors() == before);
    CHECK_FALSE(test::hasChildren());
}

} // namespace perisphere::network_guard_test
