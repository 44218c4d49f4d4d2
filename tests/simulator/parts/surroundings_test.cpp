// Access points, Ethernet and the internet: what they put around the board.

#include "bench.hpp"

#include "perisphere/world/surroundings.hpp"

namespace perisphere::surroundings_test
{

using namespace perisphere::parts;
using namespace std::chrono_literals;

TEST_CASE("an access point is in the surroundings as long as the part is on the board")
{
    Bench bench;
    {
        const auto part = bench.make("access-point", "AP1");
        REQUIRE(bench.surroundings.accessPoints().size() == 1);
        const world::AccessPoint& point = bench.surroundings.accessPoints().front()->value();
        CHECK(point.ssid == world::kDefaultSsid);
        CHECK(point.security == world::Security::Open);
        CHECK(point.isInRange);
        CHECK(point.lan.isUplinked);
    }
    CHECK(bench.surroundings.accessPoints().empty());
}

TEST_CASE("an access point's configuration and properties are what a station sees")
{
    Bench bench;
    const auto part = bench.make("access-point", "AP1", R"({
        "ssid": "office", "security": "wpa2-eap-tls", "bssid": "02:aB:cd:ef:00:7f",
        "frequencyMHz": 5180, "hidden": true, "adHoc": true, "ccmp": false,
        "clientIdentity": "me", "clientAuthority": "/CN=A", "serverAuthority": "/CN=B",
        "serverSubject": "/CN=S", "leaseMinutes": 2})");
    const world::AccessPoint& point = bench.surroundings.accessPoints().front()->value();
    CHECK(point.security == world::Security::Wpa2EapTls);
    CHECK(point.bssid == world::HardwareAddress{0x02, 0xab, 0xcd, 0xef, 0x00, 0x7f});
    CHECK(point.frequencyMhz == 5180);
    CHECK(point.isHidden);
    CHECK_FALSE(point.isInfrastructure);
    CHECK_FALSE(point.hasCcmp);
    CHECK(point.radius.identity == "me");
    CHECK(point.radius.clientAuthority == "/CN=A");
    CHECK(point.radius.serverAuthority == "/CN=B");
    CHECK(point.radius.subject == "/CN=S");
    CHECK(point.lan.leaseTime == 2min);
    int changes = 0;
    const auto watch = bench.surroundings.onChange([&](const auto&) { ++changes; });
    for (const char* property : {"inRange", "accepting", "dhcp", "uplink", "radius"})
        set(*part, property, false);
    set(*part, "ntp", true);
    set(*part, "rssi", std::int64_t{-77});
    set(*part, "passphrase", std::string("secret"));
    set(*part, "serverCertificate", std::string("short-key"));
    CHECK(changes == 9);
    CHECK_FALSE((point.isInRange || point.isAccepting || point.lan.hasDhcp ||
                 point.lan.isUplinked || point.radius.isReachable));
    CHECK(point.lan.hasNtp);
    CHECK(point.rssi == -77);
    CHECK(point.passphrase == "secret");
    CHECK(point.radius.certificate == world::ServerCertificate::ShortKey);
}

TEST_CASE("an access point shows whether the device is connected")
{
    Bench bench;
    const auto part = bench.make("access-point", "AP1");
    CHECK_FALSE(get<bool>(*part, "associated"));
    bench.surroundings.accessPoints().front()->setUsed(true);
    CHECK(get<bool>(*part, "associated"));
}

TEST_CASE("an Ethernet socket and its network")
{
    Bench bench;
    CHECK(bench.surroundings.ethernetLink() == nullptr);
    const auto part = bench.make("ethernet-link", "ETH");
    REQUIRE(bench.surroundings.ethernetLink() != nullptr);
    const world::EthernetLink& link = bench.surroundings.ethernetLink()->value();
    CHECK(link.isConnected);
    CHECK(link.lan.router == world::ipv4(192, 168, 2, 1));
    for (const char* property : {"connected", "dhcp", "uplink"})
        set(*part, property, false);
    set(*part, "ntp", true);
    CHECK_FALSE((link.isConnected || link.lan.hasDhcp || link.lan.isUplinked));
    CHECK(link.lan.hasNtp);
}

TEST_CASE("the internet")
{
    Bench bench;
    CHECK(bench.surroundings.internet() == nullptr);
    const auto part = bench.make("internet", "Internet", R"({"secondsAtStart": 1700000000})");
    REQUIRE(bench.surroundings.internet() != nullptr);
    const world::Internet& internet = bench.surroundings.internet()->value();
    CHECK(internet.isReachable);
    for (const char* property : {"reachable", "dns", "ntpReachable"})
        set(*part, property, false);
    set(*part, "deadHosts", std::string("a.example.com, ,b.example.com,"));
    CHECK_FALSE((internet.isReachable || internet.hasDns || internet.hasNtp));
    CHECK(internet.deadHosts == std::vector<std::string>{"a.example.com", "b.example.com"});
    CHECK(bench.surroundings.utc(engine::atNanoseconds(5)) == 1'700'000'000'000'000'005);
    set(*part, "timeOffset", std::int64_t{-60});
    CHECK(bench.surroundings.utc(engine::atNanoseconds(0)) == 1'699'999'940'000'000'000);
}

} // namespace perisphere::surroundings_test
