#include "perisphere/network/host_name.hpp"
#include "perisphere/world/ipv4.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace perisphere::host_name_test
{

TEST_CASE("hosts are names by RFC 1035, or IPv4 addresses")
{
    for (const char* good : {"a", "a-b.example.com", "prod.time.sphere.azure.net", "10.0.0.3",
                             "_ntp._udp.example", "3com.example"})
        CHECK(network::isHost(good));
    for (const char* bad : {"", ".", "a.", ".a", "a..b", "-a", "a-", "a b", "a/b", "10.0.0.256",
                            "10.0.0", "10.0.0.0.1", "\xc3\xa9.example"})
        CHECK_FALSE(network::isHost(bad));
    const std::string label(63, 'a');
    CHECK(network::isHost(label));
    CHECK_FALSE(network::isHost(label + "a"));
    CHECK(network::isHost(label + "." + label + "." + label + "." + label.substr(2)));
    CHECK_FALSE(network::isHost(label + "." + label + "." + label + "." + label));
}

TEST_CASE("IPv4 addresses are four numbers, nothing else")
{
    CHECK(world::parseIpv4("192.168.1.2") == world::ipv4(192, 168, 1, 2));
    CHECK(world::toString(world::ipv4(192, 168, 1, 2)) == "192.168.1.2");
    for (const char* bad : {"", "1.2.3", "1.2.3.4.", "1.2.3.4 ", "01.2.3.4", "1.2.3.256", "1..3.4",
                            "a.2.3.4", "+1.2.3.4"})
        CHECK_FALSE(world::parseIpv4(bad));
}

} // namespace perisphere::host_name_test
