// Settings of a managed network, to a file and back.
#include "network/host_name.hpp"
#include "network/network_settings.hpp"
#include "network/resolver_file.hpp"

#include "perisphere/base/file.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace perisphere;
using namespace perisphere::target;

namespace
{

NetworkSettings allOfThem()
{
    NetworkSettings settings;
    settings.interfaces["wlan0"] = {.isEnabled = true};
    settings.interfaces["eth0"] = {
        .isEnabled = false,
        .fixed = StaticIp{.address = 0x0A000001, .mask = 0xFFFFFF00, .gateway = 0},
        .customDns = std::vector<std::uint32_t>{0x01010101},
        .hardwareAddress = HardwareAddress{2, 1, 2, 3, 4, 0xFF},
        .dhcpServer = DhcpLeases{.start = 0x0A000014,
                                 .count = 5,
                                 .mask = 0xFFFFFF00,
                                 .gateway = 0x0A000001,
                                 .leaseHours = 24,
                                 .ntpServers = {0x0A000001}}};
    settings.time = {.isEnabled = false,
                     .mode = protocol::NtpMode::Custom,
                     .servers = {"a.example.com", "10.0.0.9"},
                     .hasFallback = false};
    settings.proxy = ProxySettings{.options = 2,
                                   .port = 3128,
                                   .isBasic = true,
                                   .address = "proxy.example.com",
                                   .username = "us\"er",
                                   .password = "\xFF\x01",
                                   .noProxyAddresses = "a,b"};
    return settings;
}

} // namespace

TEST_CASE("a network's settings come back as they were")
{
    const auto read = networkSettingsFromJson(toJson(allOfThem()), "network.json");
    REQUIRE(read);
    CHECK(*read == allOfThem());
    CHECK(networkSettingsFromJson(toJson({}), "network.json") == NetworkSettings{});
}

TEST_CASE("a network's settings that mean nothing are an error with its place")
{
    const auto errorOf = [](std::string text, const std::string& from, const std::string& to) {
        text.replace(text.find(from), from.size(), to);
        const auto read = networkSettingsFromJson(text, "network.json");
        REQUIRE_FALSE(read);
        return read.error().toString();
    };
    const std::string good = toJson(allOfThem());
    CHECK(errorOf(good, "10.0.0.1", "10.0.0.").find("/interfaces/eth0") != std::string::npos);
    CHECK(errorOf(good, "255.255.255.0", "255.255.0.255").find("mask") != std::string::npos);
    CHECK(errorOf(good, "a.example.com", "a example").find("time server") != std::string::npos);
    CHECK(errorOf(good, "\"custom\"", "\"default\"").find("fit the mode") != std::string::npos);
    CHECK(errorOf(good, "\"count\": 5", "\"count\": 255").find("hand that out") !=
          std::string::npos);
    CHECK(errorOf(good, "\"version\": 1", "\"version\": 2").find("version") != std::string::npos);
}

TEST_CASE("a network's settings are kept in a file of their owner's alone")
{
    const test::TemporaryDirectory folder;
    const NetworkSettingsFile file(folder / "network.json");
    CHECK(file.load().value() == std::nullopt);
    REQUIRE(file.save(allOfThem()));
    CHECK(file.load().value() == allOfThem());
    CHECK(std::filesystem::status(folder / "network.json").permissions() ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("hosts are told from what is none")
{
    for (const char* host : {"a", "a.b", "1.2.3.4", "x-1.example", "a_b"})
        CHECK(isHost(host));
    for (const char* text : {"", "a b", "10.0.0.300", "-a", "a..b", "a.", "a\n"})
        CHECK_FALSE(isHost(text));
}

TEST_CASE("name servers are written when they change")
{
    const test::TemporaryDirectory folder;
    ResolverFile file(folder / "resolv.conf");
    REQUIRE(file.write({0x01010101, 0x02020202, 0x03030303, 0x04040404}));
    CHECK(
        readTextFile(folder / "resolv.conf", 4096).value() ==
        "# Written by perisphered.\nnameserver 1.1.1.1\nnameserver 2.2.2.2\nnameserver 3.3.3.3\n");
    std::filesystem::remove(folder / "resolv.conf");
    REQUIRE(file.write({0x01010101, 0x02020202, 0x03030303, 0x04040404}));
    CHECK_FALSE(std::filesystem::exists(folder / "resolv.conf"));
}
