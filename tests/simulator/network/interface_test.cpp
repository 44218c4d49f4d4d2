// wlan0 on its way from off to the internet and back.

#include "device_bench.hpp"

#include <cerrno>

namespace perisphere::interface_test
{

using namespace perisphere::network;
using namespace std::chrono_literals;
using world::Present;

namespace
{

/// An open access point in range and the internet behind it.
struct OnlineBench : DeviceBench {
    Present<world::AccessPoint> point{surroundings, openPoint()};
    Present<world::Internet> internet{surroundings, {}};

    OnlineBench() { start(); }

    void changeLan(const std::function<void(world::Lan&)>& change)
    {
        world::AccessPoint changed = point.value();
        change(changed.lan);
        point.change(changed);
    }
    void changeInternet(const std::function<void(world::Internet&)>& change)
    {
        world::Internet changed = internet.value();
        change(changed);
        internet.change(changed);
    }
};

constexpr engine::Duration kToLink =
    delays::kStackStart + delays::kSupplicantStart + delays::kScan + delays::kAssociationOpen;
constexpr engine::Duration kToAddress = kToLink + delays::kDhcpExchange;

} // namespace

TEST_CASE("a device that was never configured finds the open network and becomes ready")
{
    OnlineBench bench;
    CHECK_FALSE(bench.stack->isNetworkingReady());
    CHECK(errorOf(bench.stack->interfaces()) == EAGAIN);
    CHECK(errorOf(bench.stack->connectionStatus("wlan0")) == EAGAIN);
    bench.run(delays::kStackStart);
    CHECK(bench.status() == kUp);
    CHECK(errorOf(bench.wifi().connectedId()) == EAGAIN);
    bench.run(kToLink - delays::kStackStart - 1ns);
    CHECK(bench.status() == kUp);
    bench.run(1ns);
    CHECK(bench.status() == kLinked);
    bench.run(delays::kDhcpExchange);
    CHECK(bench.status() == kAddressed);
    CHECK_FALSE(bench.stack->isNetworkingReady());
    bench.run(delays::kNtpStart + delays::kNtpExchange);
    CHECK(bench.stack->isNetworkingReady());
    CHECK(bench.status() ==
          (delays::kProbe < delays::kNtpStart + delays::kNtpExchange ? kOnline : kAddressed));
    bench.run(delays::kProbe);
    CHECK(bench.status() == kOnline);
}

TEST_CASE("each time that networking becomes ready is told")
{
    int told = 0;
    OnlineBench bench;
    bench.stack->onReady([&] {
        ++told;
        CHECK(bench.stack->isNetworkingReady());
    });
    bench.run(20s);
    CHECK(told == 1);
    world::AccessPoint point = bench.point.value();
    point.isInRange = false;
    bench.point.change(point);
    bench.run(20s);
    CHECK_FALSE(bench.stack->isNetworkingReady());
    point.isInRange = true;
    bench.point.change(point);
    bench.run(60s);
    CHECK(told == 2);
}

TEST_CASE("how far a connection of an app gets follows the network")
{
    OnlineBench bench;
    const auto way = [&](const std::string& host) {
        const auto answer = bench.stack->wayTo(host);
        return answer ? 0 : answer.error().error;
    };
    CHECK(way("api.example.com") == ENETUNREACH);
    CHECK(way("127.0.0.1") == 0); // itself
    bench.run(10s);
    CHECK(way("api.example.com") == 0);
    CHECK(way("192.0.2.1") == 0);

    bench.changeInternet(
        [](world::Internet& internet) { internet.deadHosts = {"api.example.com"}; });
    CHECK(way("api.example.com") == ETIMEDOUT);
    CHECK(way("www.example.com") == 0);

    bench.changeInternet([](world::Internet& internet) { internet.hasDns = false; });
    CHECK(way("www.example.com") == 0); // its address may be known from before
    CHECK(way("192.0.2.1") == 0);

    bench.changeInternet([](world::Internet& internet) { internet.isReachable = false; });
    CHECK(way("www.example.com") == ETIMEDOUT);
    CHECK(way("192.0.2.1") == ETIMEDOUT);
    CHECK(way("192.168.1.7") == 0); // a neighbour
}

TEST_CASE("connections that stand learn of each change of the network")
{
    std::vector<bool> seen; // whether it gets there, at each change; told until the bench is gone
    OnlineBench bench;
    bench.stack->onWayChange(
        [&] { seen.push_back(bench.stack->wayTo("api.example.com").has_value()); });
    const auto last = [&] {
        const bool found = !seen.empty() && seen.back();
        seen.clear();
        return found;
    };
    bench.run(10s);
    CHECK(last());
    bench.changeInternet([](world::Internet& internet) { internet.isReachable = false; });
    CHECK(seen == std::vector{false});
    bench.changeInternet([](world::Internet& internet) { internet.isReachable = true; });
    CHECK(last());
    world::AccessPoint point = bench.point.value();
    point.lan.isUplinked = false;
    bench.point.change(point);
    CHECK(seen == std::vector{false});
    point.lan.isUplinked = true;
    bench.point.change(point);
    CHECK(last());
    point.isInRange = false;
    bench.point.change(point);
    bench.run(10s);
    REQUIRE_FALSE(seen.empty());
    CHECK_FALSE(last());
}

TEST_CASE("whether an app's names are resolved follows the network")
{
    OnlineBench bench;
    const auto service = [&] {
        const auto answer = bench.stack->nameService();
        return answer ? 0 : answer.error().error;
    };
    CHECK(service() == ENETUNREACH);
    bench.run(10s);
    CHECK(service() == 0);
    bench.changeInternet([](world::Internet& internet) { internet.hasDns = false; });
    CHECK(service() == ETIMEDOUT);
    bench.changeInternet([](world::Internet& internet) { internet.hasDns = true; });
    CHECK(service() == 0);
    bench.changeInternet([](world::Internet& internet) { internet.isReachable = false; });
    CHECK(service() == ETIMEDOUT);
    // Without DNS servers.
    REQUIRE(
        bench.stack->applyIp("wlan0", {.fixed = StaticIp{.address = world::ipv4(192, 168, 1, 7),
                                                         .mask = world::ipv4(255, 255, 255, 0),
                                                         .gateway = world::ipv4(192, 168, 1, 1)},
                                       .customDns = {}}));
    bench.run(10s);
    CHECK(service() == EDESTADDRREQ);
}

TEST_CASE("at rest nothing is left to be done: time may stand still")
{
    OnlineBench bench;
    bench.run(10s);
    CHECK(bench.status() == kOnline);
    CHECK(bench.scheduler.pendingEvents() == 0);
}

TEST_CASE("without any network around the device rests, too")
{
    DeviceBench bench;
    bench.start();
    bench.run(10min);
    CHECK(bench.status() == kUp);
    CHECK_FALSE(bench.stack->isNetworkingReady());
    CHECK(bench.scheduler.pendingEvents() == 0);
}

TEST_CASE("a network in which nothing answers leaves the device at rest after a time")
{
    OnlineBench bench;
    bench.changeLan([](world::Lan& lan) { lan.hasDhcp = false; });
    bench.run(1h);
    CHECK(bench.status() == kLinked);
    CHECK(bench.scheduler.pendingEvents() == 0);
    SECTION("and a DHCP server that comes is found at the next attempt")
    {
        bench.changeLan([](world::Lan& lan) { lan.hasDhcp = true; });
        CHECK(bench.status() == kLinked);
        bench.run(delays::kDhcpRetry.back());
        CHECK((bench.status() & ConnectionStatus::kIpAvailable) != 0);
    }
}

TEST_CASE("the interfaces are described")
{
    OnlineBench bench;
    bench.run(10s);
    const auto interfaces = bench.stack->interfaces();
    REQUIRE(interfaces);
    REQUIRE(interfaces->size() == 1);
    CHECK(interfaces->front().name == "wlan0");
    CHECK(interfaces->front().medium == InterfaceMedium::Wifi);
    CHECK(interfaces->front().isEnabled);
    CHECK(interfaces->front().usesDhcp);
    CHECK(errorOf(bench.stack->connectionStatus("eth0")) == ENOENT);
    CHECK(errorOf(bench.stack->connectionStatus("")) == ENOENT);
}

TEST_CASE("an interface that is switched off loses everything at once and stays off")
{
    OnlineBench bench;
    bench.run(10s);
    CHECK(bench.stack->setInterfaceState("wlan0", false));
    CHECK(bench.status() == 0);
    CHECK_FALSE(bench.stack->isNetworkingReady());
    CHECK(errorOf(bench.wifi().storedNetworks()) == ENETDOWN);
    bench.stack->boot({});
    bench.run(10s);
    CHECK(bench.status() == 0);
    CHECK(bench.stack->setInterfaceState("wlan0", true));
    CHECK(errorOf(bench.wifi().storedNetworks()) == EAGAIN);
    bench.run(10s);
    CHECK(bench.status() == kOnline);
}

TEST_CASE("a state that cannot be remembered is refused and does not hold")
{
    OnlineBench bench;
    bench.run(10s);
    bench.store.isFull = true;
    CHECK(errorOf(bench.stack->setInterfaceState("wlan0", false)) == EIO);
    CHECK(errorOf(bench.stack->applyIp("wlan0", {})) == EFBIG);
    CHECK(errorOf(bench.stack->applyProxy({})) == EFBIG);
    CHECK(bench.status() == kOnline);
    CHECK(errorOf(bench.stack->proxy()) == ENOENT);
}

TEST_CASE("the probe is not repeated within 90 s of a success")
{
    OnlineBench bench;
    bench.run(10s);
    CHECK(bench.status() == kOnline);
    bench.changeInternet([](world::Internet& internet) { internet.isReachable = false; });
    for (int i = 0; i < 7; ++i) {
        CHECK(bench.status() == kOnline); // what was seen last
        bench.run(10s);
    }
    bench.run(20s);
    CHECK(bench.status() == kOnline); // begins a probe
    bench.run(delays::kProbeTimeout);
    CHECK(bench.status() == kAddressed);
    SECTION("and after a failure every call probes")
    {
        bench.changeInternet([](world::Internet& internet) { internet.isReachable = true; });
        bench.run(delays::kProbeTimeout); // of the last call
        CHECK(bench.status() == kAddressed);
        bench.run(delays::kProbe);
        CHECK(bench.status() == kOnline);
    }
}

TEST_CASE("a captive network, one without names and one without internet are told apart from none")
{
    OnlineBench bench;
    SECTION("captive")
    {
        bench.changeLan([](world::Lan& lan) { lan.isUplinked = false; });
    }
    SECTION("no DNS")
    {
        bench.changeInternet([](world::Internet& internet) { internet.hasDns = false; });
    }
    SECTION("not reachable")
    {
        bench.changeInternet([](world::Internet& internet) { internet.isReachable = false; });
    }
    bench.run(30s);
    CHECK(bench.status() == kAddressed);
    CHECK_FALSE(bench.stack->isNetworkingReady()); // no time either
}

TEST_CASE("an address is released and renewed")
{
    OnlineBench bench;
    bench.run(10s);
    CHECK(bench.stack->ipState("wlan0")->address == world::ipv4(192, 168, 1, 100));
    CHECK(bench.stack->releaseIp("wlan0"));
    CHECK(bench.status() == kLinked);
    bench.run(1h);
    CHECK(bench.status() == kLinked);
    CHECK(bench.stack->renewIp("wlan0"));
    CHECK(bench.status() == kLinked);
    CHECK(bench.stack->renewIp("wlan0")); // still acquiring: nothing
    bench.run(delays::kDhcpExchange);
    CHECK((bench.status() & ConnectionStatus::kIpAvailable) != 0);
    CHECK(bench.stack->renewIp("wlan0")); // keeps it
    bench.run(1s);
    CHECK(bench.status() == kOnline);
}

TEST_CASE("a lease ends when nobody renewed it")
{
    OnlineBench bench;
    bench.changeLan([](world::Lan& lan) { lan.leaseTime = 10min; });
    bench.run(kToAddress);
    bench.run(7min); // renewed at 5 min
    bench.changeLan([](world::Lan& lan) { lan.hasDhcp = false; });
    bench.run(8min - 1ns);
    CHECK((bench.status() & ConnectionStatus::kIpAvailable) != 0);
    bench.run(1ns);
    CHECK(bench.status() == kLinked);
}

TEST_CASE("a lease whose server returns in time is kept")
{
    OnlineBench bench;
    bench.changeLan([](world::Lan& lan) { lan.leaseTime = 10min; });
    bench.run(kToAddress + 7min);
    bench.changeLan([](world::Lan& lan) { lan.hasDhcp = false; });
    bench.run(5min);
    bench.changeLan([](world::Lan& lan) { lan.hasDhcp = true; });
    bench.run(1h);
    CHECK((bench.status() & ConnectionStatus::kIpAvailable) != 0);
}

TEST_CASE("a static address needs no DHCP but its own DNS servers")
{
    OnlineBench bench;
    bench.changeLan([](world::Lan& lan) { lan.hasDhcp = false; });
    bench.run(10s);
    IpSettings settings{.fixed = StaticIp{.address = world::ipv4(192, 168, 1, 7),
                                          .mask = world::ipv4(255, 255, 255, 0),
                                          .gateway = world::ipv4(192, 168, 1, 1)}};
    CHECK(bench.stack->applyIp("wlan0", settings));
    CHECK_FALSE(bench.stack->interfaces()->front().usesDhcp);
    bench.run(30s);
    CHECK(bench.status() == kAddressed); // names are not resolved
    CHECK(bench.stack->ipState("wlan0")->dnsServers.empty());
    CHECK(errorOf(bench.stack->releaseIp("wlan0")) == EPERM);
    CHECK(errorOf(bench.stack->renewIp("wlan0")) == EPERM);
    settings.customDns = std::vector{world::ipv4(9, 9, 9, 9)};
    CHECK(bench.stack->applyIp("wlan0", settings));
    bench.run(1s);
    CHECK(bench.status() == kOnline);
    SECTION("which outlasts a restart")
    {
        bench.stack->boot({});
        bench.run(10s);
        CHECK(bench.stack->ipState("wlan0")->address == world::ipv4(192, 168, 1, 7));
    }
    SECTION("and a wrong gateway leads nowhere")
    {
        settings.fixed->gateway = world::ipv4(192, 168, 1, 2);
        CHECK(bench.stack->applyIp("wlan0", settings));
        bench.run(30s);
        CHECK(bench.status() == kAddressed);
    }
}

TEST_CASE("custom DNS servers take the place of those that DHCP names")
{
    OnlineBench bench;
    bench.run(10s);
    CHECK(bench.stack->ipState("wlan0")->dnsServers == std::vector{world::ipv4(192, 168, 1, 1)});
    CHECK(bench.stack->applyIp("wlan0", {.fixed = {}, .customDns = {{world::ipv4(1, 1, 1, 1)}}}));
    bench.run(10s);
    CHECK(bench.stack->ipState("wlan0")->dnsServers == std::vector{world::ipv4(1, 1, 1, 1)});
    CHECK(bench.status() == kOnline);
}

TEST_CASE("a proxy is resolved and becomes ready")
{
    OnlineBench bench;
    bench.run(10s);
    CHECK(bench.stack->proxyStatus() == 0);
    CHECK(errorOf(bench.stack->proxy()) == ENOENT);
    ProxySettings settings{.options = 2, .address = "proxy.example.com", .port = 8080};
    SECTION("by its name")
    {
        CHECK(bench.stack->applyProxy(settings));
        CHECK(bench.stack->proxyStatus() == 3);
        bench.run(delays::kDnsLookup);
        CHECK(bench.stack->proxyStatus() == 5);
        CHECK(bench.stack->proxy() == settings);
        CHECK(bench.stack->releaseIp("wlan0"));
        CHECK(bench.stack->proxyStatus() == 1);
    }
    SECTION("by its address")
    {
        settings.address = "10.0.0.1";
        CHECK(bench.stack->applyProxy(settings));
        CHECK(bench.stack->proxyStatus() == 5);
    }
    SECTION("when names are not resolved at first")
    {
        bench.changeInternet([](world::Internet& internet) { internet.hasDns = false; });
        CHECK(bench.stack->applyProxy(settings));
        bench.run(1min);
        CHECK(bench.stack->proxyStatus() == 3);
        bench.changeInternet([](world::Internet& internet) { internet.hasDns = true; });
        bench.run(delays::kDnsRetry + delays::kDnsLookup);
        CHECK(bench.stack->proxyStatus() == 5);
    }
    SECTION("but not when it is switched off, which keeps the settings")
    {
        settings.options = 1;
        CHECK(bench.stack->applyProxy(settings));
        CHECK(bench.stack->proxyStatus() == 0);
        CHECK(bench.stack->proxy()->address == "proxy.example.com");
    }
}

TEST_CASE("hardware addresses are the chip's, and Wi-Fi's cannot be changed")
{
    OnlineBench bench;
    bench.run(2s);
    const auto address = bench.stack->hardwareAddress("wlan0");
    REQUIRE(address);
    CHECK((address->front() & 3U) == 2); // locally administered, not of a group
    CHECK(errorOf(bench.stack->setHardwareAddress("wlan0", {2, 1, 1, 1, 1, 1})) == EPERM);
    CHECK(errorOf(bench.stack->setHardwareAddress("wlan0", {1, 1, 1, 1, 1, 1})) == EINVAL);
    CHECK(errorOf(bench.stack->setHardwareAddress("wlan0", {})) == EINVAL);
    OnlineBench other;
    other.run(2s);
    CHECK(other.stack->hardwareAddress("wlan0") == address);
}

} // namespace perisphere::interface_test
