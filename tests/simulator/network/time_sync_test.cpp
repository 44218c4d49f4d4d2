#include "device_bench.hpp"

#include <cerrno>

namespace perisphere::time_sync_test
{

using namespace perisphere::network;
using namespace std::chrono_literals;
using world::Present;

namespace
{

constexpr std::int64_t kSecond = 1'000'000'000;

struct TimeBench : DeviceBench {
    Present<world::AccessPoint> point{surroundings, openPoint()};
    Present<world::Internet> internet{surroundings, {}};

    void change(const std::function<void(world::Internet&)>& change)
    {
        world::Internet changed = internet.value();
        change(changed);
        internet.change(changed);
    }
    void setLanTime(bool hasNtp)
    {
        world::AccessPoint changed = point.value();
        changed.lan.hasNtp = hasNtp;
        point.change(changed);
    }
    std::string server()
    {
        const auto last = stack->lastTimeSync();
        REQUIRE(last);
        return last->server;
    }
};

} // namespace

TEST_CASE("the default server sets the clock")
{
    TimeBench bench;
    bench.start();
    CHECK(bench.stack->clock().seconds() == 0);
    CHECK_FALSE(bench.stack->clock().isSet());
    CHECK(errorOf(bench.stack->lastTimeSync()) == ENOENT);
    bench.run(10s);
    const auto last = bench.stack->lastTimeSync();
    REQUIRE(last);
    CHECK(last->server == kDefaultNtpServer);
    CHECK(last->before < 10 * kSecond);
    CHECK(last->after - last->before == world::kDefaultStart * kSecond);
    CHECK(bench.stack->clock().seconds() == world::kDefaultStart + 10);
}

TEST_CASE("the real-time clock's time holds until the first synchronisation")
{
    TimeBench bench;
    bench.start();
    bench.stack->boot(1'600'000'000);
    CHECK(bench.stack->clock().seconds() == 1'600'000'000);
    bench.run(10s);
    CHECK(bench.stack->lastTimeSync()->before / kSecond < 1'600'000'010);
    CHECK(bench.stack->clock().seconds() > 1'700'000'000);
}

TEST_CASE("servers that do not answer are tried in turn, again and again")
{
    TimeBench bench;
    bench.change([](world::Internet& internet) { internet.hasNtp = false; });
    bench.start();
    bench.run(1min);
    CHECK_FALSE(bench.stack->isNetworkingReady());
    CHECK(bench.status() == kOnline);
    bench.change([](world::Internet& internet) { internet.hasNtp = true; });
    bench.run(3min);
    CHECK(bench.stack->isNetworkingReady());
    bench.run(24h);
    CHECK(bench.scheduler.pendingEvents() == 0);
}

TEST_CASE("a new configuration counts as not synchronised until it is")
{
    TimeBench bench;
    bench.start();
    bench.run(10s);
    CHECK(bench.stack->isNetworkingReady());
    CHECK(bench.stack->setTimeServers(NtpMode::Custom, {"a.example.com", "b.example.com"}, false));
    CHECK_FALSE(bench.stack->isNetworkingReady());
    bench.run(1s);
    CHECK(bench.stack->isNetworkingReady());
    CHECK(bench.server() == "a.example.com");
}

TEST_CASE("custom servers: the second, then the fallback if there is one")
{
    TimeBench bench;
    bench.start();
    bench.run(10s);
    bench.change([](world::Internet& internet) { internet.deadHosts = {"a.example.com"}; });
    CHECK(bench.stack->setTimeServers(NtpMode::Custom, {"a.example.com", "b.example.com"}, true));
    bench.run(delays::kNtpStart + delays::kNtpTimeout + delays::kNtpExchange);
    CHECK(bench.server() == "b.example.com");
    CHECK(bench.stack->setTimeServers(NtpMode::Custom, {"a.example.com"}, true));
    bench.run(10s);
    CHECK(bench.server() == kDefaultNtpServer);
    CHECK(bench.stack->setTimeServers(NtpMode::Custom, {"a.example.com"}, false));
    bench.run(10min);
    CHECK_FALSE(bench.stack->isNetworkingReady());
}

TEST_CASE("what is no host is refused")
{
    TimeBench bench;
    bench.start();
    for (const char* wrong : {"", "a b", "-a.example.com", "10.0.0.300", "a..b", "http://a"})
        CHECK(errorOf(bench.stack->setTimeServers(NtpMode::Custom, {wrong}, true)) == EINVAL);
}

TEST_CASE("automatic: the servers that DHCP names")
{
    TimeBench bench;
    bench.setLanTime(true);
    bench.change([](world::Internet& internet) { internet.isReachable = false; });
    bench.start();
    CHECK(bench.stack->setTimeServers(NtpMode::Automatic, {}, false));
    bench.run(10s);
    CHECK(bench.server() == "192.168.1.1");
    CHECK(bench.stack->isNetworkingReady());
    CHECK(bench.status() == kAddressed);
    bench.setLanTime(false);
    bench.change([](world::Internet& internet) { internet.isReachable = true; });
    CHECK(bench.stack->setTimeServers(NtpMode::Automatic, {}, true));
    bench.run(10s);
    CHECK(bench.server() == kDefaultNtpServer);
}

TEST_CASE("switched off, the time stays good once there was one")
{
    TimeBench bench;
    bench.start();
    CHECK(errorOf(bench.stack->isTimeSyncEnabled()) == EAGAIN);
    CHECK(errorOf(bench.stack->setTimeSyncEnabled(false)) == EAGAIN);
    bench.run(10s);
    CHECK(bench.stack->isTimeSyncEnabled() == true);
    CHECK(bench.stack->setTimeSyncEnabled(false));
    CHECK(bench.stack->isTimeSyncEnabled() == false);
    CHECK(bench.stack->isNetworkingReady());
    bench.stack->boot({}); // the setting is remembered, the time is not
    bench.run(1min);
    CHECK_FALSE(bench.stack->isNetworkingReady());
    bench.stack->setClock(1'700'000'000);
    CHECK(bench.stack->isNetworkingReady());
    CHECK(errorOf(bench.stack->lastTimeSync()) == ENOENT);
    CHECK(bench.stack->setTimeSyncEnabled(true));
    bench.run(1s);
    CHECK(bench.server() == kDefaultNtpServer);
}

TEST_CASE("a server whose time jumps is followed at the next synchronisation")
{
    TimeBench bench;
    bench.start();
    bench.run(10s);
    bench.change([](world::Internet& internet) { internet.timeOffset = 1000; });
    bench.run(1h);
    CHECK(bench.stack->clock().seconds() == world::kDefaultStart + 3610);
    bench.run(24h);
    CHECK(bench.stack->lastTimeSync()->after - bench.stack->lastTimeSync()->before ==
          1000 * kSecond);
}

} // namespace perisphere::time_sync_test
