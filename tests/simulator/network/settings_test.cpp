// What is remembered: as JSON, in a file, and through a kill at any instant.

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/network/settings_store.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

namespace perisphere::settings_test
{

using namespace perisphere::network;
using world::ipv4;

namespace
{

/// Everything set, with bytes that JSON does not like.
Settings full()
{
    Settings settings;
    settings.wifi = {.isEnabled = true,
                     .ip = {.fixed = StaticIp{.address = ipv4(10, 0, 0, 2),
                                              .mask = ipv4(255, 255, 0, 0),
                                              .gateway = ipv4(10, 0, 0, 1)},
                            .customDns = {{ipv4(1, 1, 1, 1), ipv4(8, 8, 8, 8)}}},
                     .address = {},
                     .dhcpServer = {}};
    settings.ethernet = {.isEnabled = true,
                         .ip = {},
                         .address = HardwareAddress{2, 0, 0xab, 0xcd, 0xef, 9},
                         .dhcpServer = DhcpServerSettings{.start = ipv4(10, 1, 0, 2),
                                                          .count = 255,
                                                          .mask = ipv4(255, 255, 0, 0),
                                                          .gateway = {},
                                                          .leaseHours = 0xffffffff,
                                                          .ntpServers = {ipv4(10, 1, 0, 1)}}};
    settings.time = {.isEnabled = false,
                     .mode = NtpMode::Custom,
                     .servers = {"a.example.com", "10.0.0.9"},
                     .hasFallback = false};
    settings.proxy = ProxySettings{.options = 7,
                                   .address = std::string(255, 'x'),
                                   .port = 65535,
                                   .isBasic = true,
                                   .username = "\xff\x01%\"\\",
                                   .password = std::string(63, '\n'),
                                   .noProxyAddresses = "a,b"};
    settings.networks = {{.ssid = std::string("\0\xff \x7f", 4),
                          .security = Security::Wpa2Psk,
                          .psk = "p%41 %word\"",
                          .configName = "home"},
                         {.ssid = std::string(32, '\xfe'),
                          .security = Security::Wpa2EapTls,
                          .identity = std::string(254, 'i'),
                          .clientCertificate = "client",
                          .rootCertificate = "root",
                          .isEnabled = true,
                          .isTargeted = true}};
    return settings;
}

void damage(const std::string& from, const std::string& to, std::uint32_t line)
{
    std::string text = toJson(full());
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    const auto read = settingsFromJson(text, "network.json");
    INFO(to);
    REQUIRE_FALSE(read);
    INFO(read.error().toString());
    CHECK(read.error().where.file == "network.json");
    CHECK(read.error().where.line == line);
}

std::uint32_t lineOf(const std::string& part)
{
    const std::string text = toJson(full());
    const std::size_t at = text.find(part);
    REQUIRE(at != std::string::npos);
    return 1 + static_cast<std::uint32_t>(
                   std::count(text.begin(), text.begin() + static_cast<long>(at), '\n'));
}

} // namespace

TEST_CASE("settings go through JSON and come back the same")
{
    for (const Settings& settings : {Settings::factory(), full(), Settings{}}) {
        const auto read = settingsFromJson(toJson(settings), "network.json");
        if (!read)
            FAIL(read.error().toString());
        CHECK(*read == settings);
    }
}

TEST_CASE("every damage is an error that names file and line")
{
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
             {"\"10.0.0.2\"", "\"10.0.0.300\""},
             {"\"1.1.1.1\"", "7"},
             {"02:00:ab:cd:ef:09", "02:00:ab:cd:ef"},
             {"\"count\": 255", "\"count\": 256"},
             {"\"custom\"", "\"customs\""},
             {"\"a.example.com\"", "\"a b\""},
             {"\"port\": 65535", "\"port\": 65536"},
             {"\"home\"", "\"a name that is too long\""},
             {"%00%ff", "%0"},
             {"wpa2-psk", "wep"}})
        damage(from, to, lineOf(from));
    damage("\"leaseHours\"", "\"leaseHour\"", lineOf("\"dhcpServer\"")); // where it lacks
    const std::string text = toJson(full());
    CHECK_FALSE(settingsFromJson(text.substr(0, text.size() / 2), "network.json"));
    CHECK_FALSE(settingsFromJson("", "network.json"));
    CHECK_FALSE(settingsFromJson("{}", "network.json"));
    CHECK_FALSE(settingsFromJson("[]", "network.json"));
}

TEST_CASE("a mode that does not fit its servers is an error")
{
    Settings settings;
    settings.time.mode = NtpMode::Custom;
    CHECK_FALSE(settingsFromJson(toJson(settings), "network.json"));
}

TEST_CASE("settings are kept in a file that only its owner reads")
{
    const test::TemporaryDirectory folder;
    SettingsFile file(folder / "network.json");
    CHECK(file.load() == Settings::factory());
    CHECK(file.save(full()));
    CHECK(file.load() == full());
    using std::filesystem::perms;
    CHECK((std::filesystem::status(folder / "network.json").permissions() &
           (perms::group_all | perms::others_all)) == perms::none);
}

TEST_CASE("a broken file is an error that says what to do")
{
    const test::TemporaryDirectory folder;
    SettingsFile file(folder / "network.json");
    REQUIRE(replaceFile(folder / "network.json", std::string_view("{\n  \"version\": 2\n}\n")));
    const auto loaded = file.load();
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().where.file == (folder / "network.json").string());
    CHECK(loaded.error().activity == "load the network settings");
    CHECK_FALSE(loaded.error().advice.empty());
}

TEST_CASE("a process that is killed while it saves leaves the old settings or the new")
{
    const test::TemporaryDirectory folder;
    SettingsFile file(folder / "network.json");
    const Settings old = Settings::factory();
    REQUIRE(file.save(old));
    for (int i = 0; i < 50; ++i) {
        const ::pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            for (;;) {
                static_cast<void>(file.save(full()));
                static_cast<void>(file.save(old));
            }
        }
        const ::timespec pause{.tv_sec = 0, .tv_nsec = 100'000L * (1 + i % 20)};
        ::nanosleep(&pause, nullptr); // any instant will do
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        const auto loaded = file.load();
        if (!loaded)
            FAIL(loaded.error().toString());
        CHECK((*loaded == old || *loaded == full()));
    }
}

} // namespace perisphere::settings_test
