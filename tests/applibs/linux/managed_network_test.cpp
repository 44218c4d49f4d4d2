// A network that is set up here, on a cable to servers of the tests' own.
#include "far_network.hpp"
#include "network/sntp_server.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/linux/network/managed_network.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <cerrno>
#include <cstring>
#include <optional>
#include <uv.h>

using namespace perisphere;
using namespace perisphere::target;

namespace
{

constexpr std::uint32_t kUp = 1;
constexpr std::uint32_t kLinked = 3;
constexpr std::uint32_t kHasIp = 7;
constexpr std::uint32_t kOnline = 15;

DeviceNames ethernetAlone()
{
    DeviceNames names;
    names.ethernet = "eth0";
    return names;
}

/// A device at the near end. What it says is kept.
class Device
{
public:
    Device()
    {
        uv_loop_init(&m_loop);
        m_timers.emplace(m_loop);
    }
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;
    ~Device()
    {
        m_sntp.reset();
        m_dhcp.reset();
        m_network.reset();
        m_timers.reset();
        uv_run(&m_loop, UV_RUN_DEFAULT);
        uv_loop_close(&m_loop);
    }

    ManagedNetwork& start()
    {
        m_network.reset();
        auto network = ManagedNetwork::create(
            {.loop = m_loop,
             .timers = *m_timers,
             .names = m_names,
             .settings = m_folder / "network.json",
             .runtime = m_folder.path(),
             .resolverFile = m_folder / "resolv.conf",
             .programs = programs(),
             .defaultServer = "192.168.7.1",
             .correctClock = [this](std::int64_t offset) -> Result<> {
                 m_offset = offset;
                 return {};
             },
             .say = [this](const std::string& text) { m_said += text + '\n'; }});
        if (!network)
            FAIL(network.error().toString());
        m_network = std::move(*network);
        return *m_network;
    }

    /// At the far end, where it gives 192.168.7.100, itself as router, and a server of time.
    void startDhcpServer()
    {
        m_far.inside([this] {
            m_dhcp = test::startDhcpServer("far0", test::FarNetwork::kFarAddress, 0xC0A80764,
                                           m_folder.path());
        });
    }
    void startTimeServer()
    {
        m_far.inside([this] {
            auto server = SntpServer::start(m_loop, "far0", [] { return true; });
            REQUIRE(server);
            m_sntp = std::move(*server);
        });
    }
    void stopTimeServer() { m_sntp.reset(); }

    /// Runs the loop until it holds; a test's own time-out ends what never does.
    template <class Condition>
    void until(Condition holds)
    {
        INFO(m_said);
        while (!holds())
            uv_run(&m_loop, UV_RUN_ONCE);
    }
    [[nodiscard]] auto hasStatus(std::uint32_t wanted)
    {
        return [this, wanted] { return m_network->connectionStatus("eth0").value() == wanted; };
    }

    static NetworkPrograms programs() { return {.busybox = BUSYBOX, .dhcpEvent = DHCP_EVENT}; }

    const test::FarNetwork& far() const { return m_far; }
    const test::TemporaryDirectory& folder() const { return m_folder; }
    const std::optional<std::int64_t>& offset() const { return m_offset; }

private:
    test::FarNetwork m_far;
    test::TemporaryDirectory m_folder;
    const DeviceNames m_names = ethernetAlone();
    uv_loop_t m_loop{};
    std::optional<device::LoopTimers> m_timers;
    std::string m_said;
    std::optional<std::int64_t> m_offset;
    std::unique_ptr<ManagedNetwork> m_network;
    std::unique_ptr<device::ChildProcess> m_dhcp;
    std::unique_ptr<SntpServer> m_sntp;
};

protocol::NetworkIpApplyRequest fixedAddress(std::uint32_t address, std::uint32_t gateway)
{
    protocol::NetworkIpApplyRequest request;
    std::strcpy(request.name.text, "eth0");
    request.isStatic = 1;
    request.address = address;
    request.mask = 0xFFFFFF00;
    request.gateway = gateway;
    return request;
}

std::optional<LinkState> kernelState()
{
    return KernelLinks::open().value().find("eth0");
}

} // namespace

TEST_CASE("interfaces are switched on and off, and stay so after a restart", "[network]")
{
    Device device;
    ManagedNetwork& network = device.start();
    CHECK(network.interfaces()->at(0).isEnabled == 1); // there is nothing else
    device.until(device.hasStatus(kLinked));
    REQUIRE(network.setInterfaceState("eth0", false));
    CHECK(network.connectionStatus("eth0").value() == 0);
    CHECK_FALSE(kernelState()->isUp);
    CHECK(network.setInterfaceState("eth1", true).error().error == ENOENT);
    CHECK(network.setInterfaceState("lo", true).error().error == EPERM);
    ManagedNetwork& after = device.start();
    CHECK(after.interfaces()->at(0).isEnabled == 0);
    CHECK(after.connectionStatus("eth0").value() == 0);
}

TEST_CASE("an address is got by DHCP, given back and got again", "[network]")
{
    Device device;
    device.startDhcpServer();
    ManagedNetwork& network = device.start();
    device.until(device.hasStatus(kOnline));
    const auto state = kernelState();
    CHECK(state->addresses == std::vector<InterfaceAddress>{{0xC0A80764, 24}});
    CHECK(state->hasDefaultRoute);
    CHECK(network.interfaces()->at(0).usesDhcp == 1);
    REQUIRE(network.releaseIp("eth0"));
    CHECK(network.connectionStatus("eth0").value() == kLinked);
    device.until([] { return kernelState()->addresses.empty(); });
    REQUIRE(network.renewIp("eth0"));
    device.until(device.hasStatus(kOnline));
}

TEST_CASE("a cable that is pulled takes the address with it, until it is back", "[network]")
{
    Device device;
    device.startDhcpServer();
    device.start();
    const auto pull = [&device](bool isIn) {
        device.far().inside([isIn] { REQUIRE(KernelLinks::open().value().setUp("far0", isIn)); });
    };
    device.until(device.hasStatus(kOnline));
    pull(false);
    device.until(device.hasStatus(kUp));
    CHECK(kernelState()->addresses.empty());
    pull(true);
    device.until(device.hasStatus(kOnline));
}

TEST_CASE("a static address is set, outlasts a restart, and gives way to DHCP", "[network]")
{
    Device device;
    ManagedNetwork& network = device.start();
    device.until(device.hasStatus(kLinked));
    REQUIRE(network.applyIp(fixedAddress(0xC0A80707, test::FarNetwork::kFarAddress)));
    CHECK(network.connectionStatus("eth0").value() == kHasIp); // it has no name server
    CHECK(kernelState()->addresses == std::vector<InterfaceAddress>{{0xC0A80707, 24}});
    CHECK(kernelState()->hasDefaultRoute);
    CHECK(network.releaseIp("eth0").error().error == EPERM);
    auto withDns = fixedAddress(0xC0A80708, test::FarNetwork::kFarAddress);
    withDns.hasCustomDns = 1;
    withDns.dnsServerCount = 1;
    withDns.dnsServers[0] = 0x01010101;
    REQUIRE(network.applyIp(withDns));
    CHECK(network.connectionStatus("eth0").value() == kOnline);
    CHECK(readTextFile(device.folder() / "resolv.conf", 4096)->find("nameserver 1.1.1.1") !=
          std::string::npos);

    ManagedNetwork& after = device.start();
    device.until(device.hasStatus(kOnline));
    CHECK(kernelState()->addresses == std::vector<InterfaceAddress>{{0xC0A80708, 24}});
    REQUIRE(after.applyIp(fixedAddress(0x0A000001, 0)));
    CHECK_FALSE(kernelState()->hasDefaultRoute);
    protocol::NetworkIpApplyRequest dynamic;
    std::strcpy(dynamic.name.text, "eth0");
    REQUIRE(after.applyIp(dynamic));
    CHECK(kernelState()->addresses.empty());
    device.startDhcpServer();
    device.until(device.hasStatus(kOnline));
}

TEST_CASE("a mask that is none is refused", "[network]")
{
    Device device;
    auto request = fixedAddress(0xC0A80707, 0);
    request.mask = 0xFF00FF00;
    CHECK(device.start().applyIp(request).error().error == EINVAL);
}

TEST_CASE("a hardware address is set, and again after a restart", "[network]")
{
    Device device;
    const device::NetworkService::HardwareAddress mine{2, 1, 2, 3, 4, 5};
    REQUIRE(device.start().setHardwareAddress("eth0", mine));
    CHECK(kernelState()->hardwareAddress == mine);
    REQUIRE(KernelLinks::open().value().setUp("eth0", false));
    REQUIRE(KernelLinks::open().value().setHardwareAddress("eth0", {2, 9, 9, 9, 9, 9}));
    CHECK(device.start().hardwareAddress("eth0").value() == mine);
}

TEST_CASE("the clock is set by the server that answers", "[network]")
{
    Device device;
    device.startDhcpServer();
    device.startTimeServer();
    ManagedNetwork& network = device.start();
    bool wasReady = false;
    network.onReady([&wasReady] { wasReady = true; });
    device.until([&] { return network.lastTimeSync().has_value(); });
    CHECK(std::string(network.lastTimeSync()->server) == "192.168.7.1");
    CHECK(std::abs(device.offset().value()) < 1'000'000'000); // it has the same clock
    device.until([&] { return network.isReady(); });
    CHECK(wasReady);

    protocol::TimeSyncSetServersRequest servers;
    servers.mode = protocol::NtpMode::Custom;
    std::strcpy(servers.primary, "127.0.0.1"); // nobody answers there
    std::strcpy(servers.secondary, "192.168.7.1");
    REQUIRE(network.setTimeServers(servers));
    CHECK_FALSE(network.isReady());
    device.until([&] { return network.isReady(); });
    CHECK(network.isTimeSyncEnabled().value());
    device.stopTimeServer();
    REQUIRE(network.setTimeServers(servers));
    CHECK_FALSE(network.isReady());
    REQUIRE(network.setTimeSyncEnabled(false));
    CHECK(network.isReady()); // someone else sets the clock
    std::strcpy(servers.primary, "no host");
    CHECK(network.setTimeServers(servers).error().error == EINVAL);
}

TEST_CASE("servers on a private Ethernet need a static address", "[network]")
{
    Device device;
    ManagedNetwork& network = device.start();
    device.until(device.hasStatus(kLinked));
    protocol::DhcpServerStartRequest request;
    std::strcpy(request.name.text, "eth0");
    request.start = 0xC0A80714;
    request.count = 5;
    request.mask = 0xFFFFFF00;
    request.leaseHours = 1;
    CHECK(network.startDhcpServer(request).error().error == EPERM);
    REQUIRE(network.applyIp(fixedAddress(0xC0A80702, 0)));
    REQUIRE(network.startDhcpServer(request));
    request.start = 0x0A000014;
    CHECK(network.startDhcpServer(request).error().error == EINVAL);
    request.start = 0xC0A80702;
    CHECK(network.startDhcpServer(request).error().error == EINVAL);
    CHECK(network.startSntpServer("eth0"));
}

TEST_CASE("a proxy is kept, and ready when its name is an address", "[network]")
{
    Device device;
    device.startDhcpServer();
    ManagedNetwork& network = device.start();
    CHECK(network.proxyStatus() == 0);
    CHECK(network.proxy().error().error == ENOENT);
    protocol::ProxyConfiguration proxy;
    proxy.options = 2;
    proxy.port = 3128;
    std::strcpy(proxy.address, "192.168.7.1");
    REQUIRE(network.applyProxy(proxy));
    device.until([&] { return network.proxyStatus() == 5; });
    CHECK(std::string(device.start().proxy()->address) == "192.168.7.1");
}
