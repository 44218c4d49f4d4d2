// eth0, and the servers that need it.

#include "device_bench.hpp"

#include <cerrno>

namespace perisphere::ethernet_test
{

using namespace perisphere::network;
using namespace std::chrono_literals;
using world::ipv4;
using world::Present;

namespace
{

struct EthernetBench : DeviceBench {
    Present<world::EthernetLink> link{surroundings, {}};
    Present<world::Internet> internet{surroundings, {}};

    EthernetBench()
    {
        start();
        run(2s);
    }
    void plug(bool isConnected)
    {
        world::EthernetLink changed = link.value();
        changed.isConnected = isConnected;
        link.change(changed);
    }
    void applyStaticIp()
    {
        REQUIRE(stack->applyIp("eth0", {.fixed = StaticIp{.address = ipv4(10, 0, 0, 1),
                                                          .mask = ipv4(255, 255, 255, 0),
                                                          .gateway = {}},
                                        .customDns = {}}));
        run(1s);
    }
};

DhcpServerSettings lease()
{
    return {.start = ipv4(10, 0, 0, 20),
            .count = 5,
            .mask = ipv4(255, 255, 255, 0),
            .gateway = {},
            .leaseHours = 4,
            .ntpServers = {}};
}

} // namespace

TEST_CASE("a board with an Ethernet socket has eth0, switched off at first")
{
    EthernetBench bench;
    REQUIRE(bench.stack->interfaces()->size() == 2);
    const InterfaceInfo info = bench.stack->interfaces()->back();
    CHECK(info.name == "eth0");
    CHECK(info.medium == InterfaceMedium::Ethernet);
    CHECK_FALSE(info.isEnabled);
    CHECK(bench.status("eth0") == 0);
    CHECK(bench.stack->setInterfaceState("eth0", true));
    CHECK(bench.status("eth0") == kUp);
    bench.run(delays::kEthernetLinkUp);
    CHECK(bench.status("eth0") == kLinked);
    bench.run(5s);
    CHECK(bench.status("eth0") == kOnline);
    CHECK(bench.stack->isNetworkingReady());
}

TEST_CASE("a pulled cable takes address and readiness along")
{
    EthernetBench bench;
    CHECK(bench.stack->setInterfaceState("eth0", true));
    bench.run(10s);
    CHECK(bench.stack->isNetworkingReady());
    bench.plug(false);
    CHECK(bench.status("eth0") == kUp);
    CHECK_FALSE(bench.stack->isNetworkingReady());
    bench.plug(true);
    bench.run(1s);
    CHECK(bench.status("eth0") == kUp);
    bench.run(10s);
    CHECK(bench.status("eth0") == kOnline);
}

TEST_CASE("eth0's hardware address can be changed and is remembered")
{
    EthernetBench bench;
    const HardwareAddress address{2, 1, 2, 3, 4, 5};
    CHECK(bench.stack->hardwareAddress("eth0") != bench.stack->hardwareAddress("wlan0"));
    CHECK(bench.stack->setHardwareAddress("eth0", address));
    CHECK(bench.stack->hardwareAddress("eth0") == address);
    CHECK(bench.store.settings.ethernet.address == address);
}

TEST_CASE("a DHCP server needs a static address that its leases suit")
{
    EthernetBench bench;
    CHECK(bench.stack->setInterfaceState("eth0", true));
    CHECK(errorOf(bench.stack->startDhcpServer("eth0", lease())) == EPERM);
    CHECK(errorOf(bench.stack->startDhcpServer("wlan0", lease())) == EPERM);
    CHECK(errorOf(bench.stack->startDhcpServer("eth1", lease())) == ENOENT);
    bench.applyStaticIp();
    DhcpServerSettings wrong = lease();
    wrong.start = ipv4(10, 0, 1, 20);
    CHECK(errorOf(bench.stack->startDhcpServer("eth0", wrong)) == EINVAL);
    wrong = lease();
    wrong.start = ipv4(10, 0, 0, 1);
    CHECK(errorOf(bench.stack->startDhcpServer("eth0", wrong)) == EINVAL);
    bench.store.isFull = true;
    CHECK(errorOf(bench.stack->startDhcpServer("eth0", lease())) == EFBIG);
    CHECK_FALSE(bench.stack->dhcpServer().isConfigured);
    bench.store.isFull = false;
    CHECK(bench.stack->startDhcpServer("eth0", lease()));
    CHECK(bench.stack->dhcpServer().isConfigured);
    CHECK_FALSE(bench.stack->dhcpServer().isRunning); // the link is not up yet
    bench.run(5s);
    CHECK(bench.stack->dhcpServer().isRunning);
    CHECK(bench.store.settings.ethernet.dhcpServer == lease());
}

TEST_CASE("an SNTP server runs while its interface has a link, until the device restarts")
{
    EthernetBench bench;
    CHECK(errorOf(bench.stack->startSntpServer("wlan0")) == EPERM);
    CHECK(errorOf(bench.stack->startSntpServer("eth7")) == ENOENT);
    CHECK(bench.stack->startSntpServer("eth0"));
    CHECK(bench.stack->startSntpServer("eth0"));
    CHECK(bench.stack->sntpServer().isConfigured);
    CHECK_FALSE(bench.stack->sntpServer().isRunning);
    CHECK(bench.stack->setInterfaceState("eth0", true));
    bench.run(5s);
    CHECK(bench.stack->sntpServer().isRunning);
    bench.stack->boot({});
    CHECK_FALSE(bench.stack->sntpServer().isConfigured);
}

} // namespace perisphere::ethernet_test
