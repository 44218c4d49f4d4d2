// The running list of networks and the remembered one.

#include "device_bench.hpp"

#include <cerrno>

namespace perisphere::wifi_configuration_test
{

using namespace perisphere::network;
using namespace std::chrono_literals;

namespace
{

struct ListBench : DeviceBench {
    ListBench()
    {
        start();
        run(4s);
    }
    [[nodiscard]] std::size_t count() const { return wifi().storedNetworks()->size(); }
    [[nodiscard]] std::size_t remembered() const { return store.settings.networks.size(); }
    /// A network that may be remembered.
    int add(const std::string& ssid)
    {
        const auto id = wifi().add();
        REQUIRE(id);
        REQUIRE(wifi().setSsid(*id, ssid));
        REQUIRE(wifi().setSecurity(*id, Security::Open));
        return *id;
    }
};

} // namespace

TEST_CASE("a new network is empty, off, and gone at the next start")
{
    ListBench bench;
    const auto id = bench.wifi().add();
    REQUIRE(id == 1);
    const StoredNetwork added = bench.wifi().storedNetworks()->back();
    CHECK(added.ssid.empty());
    CHECK(added.security == Security::Other);
    CHECK_FALSE(added.isEnabled);
    CHECK_FALSE(added.isConnected);
    bench.stack->boot({});
    bench.run(4s);
    CHECK(bench.count() == 1);
}

TEST_CASE("what was persisted is back after a reload, what was not is gone")
{
    ListBench bench;
    const int id = bench.add("one");
    CHECK(bench.wifi().persist());
    CHECK(bench.wifi().setPsk(id, "12345678"));
    CHECK(bench.wifi().setText(id, WifiText::ConfigName, "name"));
    bench.add("two");
    CHECK(bench.count() == 3);
    CHECK(bench.wifi().reload());
    CHECK(bench.count() == 2);
    CHECK(bench.wifi().storedNetworks()->back().ssid == "one");
    CHECK(errorOf(bench.wifi().findByName("name")) == ENODEV);
}

TEST_CASE("a network without a name cannot be persisted")
{
    ListBench bench;
    CHECK(bench.wifi().add());
    CHECK(errorOf(bench.wifi().persist()) == EINVAL);
    CHECK(bench.remembered() == 1);
}

TEST_CASE("there is room for so many networks and no more")
{
    ListBench bench;
    for (int i = 1; i < 32; ++i)
        bench.add("network " + std::to_string(i));
    CHECK(bench.wifi().persist());
    const int last = bench.add("one too many");
    CHECK(errorOf(bench.wifi().persist()) == ENOSPC);
    CHECK(bench.remembered() == 32);
    CHECK(errorOf(bench.wifi().store({.ssid = "x", .security = Security::Open})) == ENOSPC);
    for (int i = last; i < 63; ++i)
        bench.add("more");
    CHECK(bench.count() == 64);
    CHECK(errorOf(bench.wifi().add()) == ENOMEM);
    CHECK(errorOf(bench.wifi().duplicate(0, "copy")) == ENOMEM);
}

TEST_CASE("settings that cannot be written leave what was remembered")
{
    ListBench bench;
    bench.add("one");
    bench.store.isFull = true;
    CHECK(errorOf(bench.wifi().persist()) == ENOSPC);
    bench.store.isFull = false;
    CHECK(bench.wifi().reload());
    CHECK(bench.count() == 1);
}

TEST_CASE("a duplicate has everything but name and switch, and a life of its own")
{
    ListBench bench;
    const int id = bench.add("one");
    CHECK(bench.wifi().setText(id, WifiText::Identity, "me"));
    CHECK(bench.wifi().setFlag(id, WifiFlag::Enabled, true));
    const auto copy = bench.wifi().duplicate(id, "copy");
    REQUIRE(copy);
    CHECK(bench.wifi().text(*copy, WifiText::Identity) == std::string("me"));
    CHECK_FALSE(bench.wifi().storedNetworks()->back().isEnabled);
    CHECK(bench.wifi().setText(id, WifiText::Identity, "you"));
    CHECK(bench.wifi().text(*copy, WifiText::Identity) == std::string("me"));
    CHECK(errorOf(bench.wifi().duplicate(id, "copy")) == EEXIST);
    CHECK(errorOf(bench.wifi().setText(id, WifiText::ConfigName, "copy")) == EEXIST);
    CHECK(bench.wifi().setText(*copy, WifiText::ConfigName, "copy")); // its own
    CHECK(bench.wifi().findByName("copy") == *copy);
    CHECK(errorOf(bench.wifi().duplicate(77, "other")) == ENODEV);
    CHECK(errorOf(bench.wifi().duplicate(-1, "other")) == EINVAL);
}

TEST_CASE("forgetting by ID does not last, forgetting all does")
{
    ListBench bench;
    CHECK(bench.wifi().forget(0));
    CHECK(bench.count() == 0);
    CHECK(bench.remembered() == 1);
    CHECK(bench.wifi().reload());
    CHECK(bench.count() == 1);
    CHECK(bench.wifi().forgetAll());
    CHECK(bench.count() == 0);
    CHECK(bench.remembered() == 0);
    CHECK(errorOf(bench.wifi().forget(0)) == ENODEV);
    CHECK(errorOf(bench.wifi().forget(-2)) == EINVAL);
}

TEST_CASE("forgetting the connected network disconnects")
{
    DeviceBench bench;
    const world::Present<world::AccessPoint> point(bench.surroundings, openPoint());
    bench.start();
    bench.run(8s);
    CHECK(bench.status() == kAddressed);
    SECTION("by ID")
    {
        CHECK(bench.wifi().forget(0));
    }
    SECTION("all")
    {
        CHECK(bench.wifi().forgetAll());
    }
    SECTION("by what it is")
    {
        CHECK(bench.wifi().forgetMatching(world::kDefaultSsid, Security::Open));
    }
    CHECK(bench.status() == kUp);
    bench.run(1min);
    CHECK(bench.status() == kUp);
}

TEST_CASE("networks of the older API last at once")
{
    ListBench bench;
    CHECK(bench.wifi().store(
        {.ssid = "home", .security = Security::Wpa2Psk, .psk = "12345678", .isEnabled = true}));
    CHECK(bench.count() == 2);
    CHECK(bench.remembered() == 2);
    CHECK(errorOf(bench.wifi().store({.ssid = "home",
                                      .security = Security::Wpa2Psk,
                                      .psk = "87654321",
                                      .isEnabled = true})) == EEXIST);
    CHECK(bench.wifi().store({.ssid = "home", .security = Security::Open, .isEnabled = true}));
    CHECK(errorOf(bench.wifi().store(
              {.ssid = "short", .security = Security::Wpa2Psk, .psk = "1234567"})) == ERANGE);
    CHECK(bench.wifi().forgetMatching("home", Security::Wpa2Psk));
    CHECK(bench.count() == 2);
    CHECK(bench.remembered() == 2);
    CHECK(errorOf(bench.wifi().forgetMatching("home", Security::Wpa2Psk)) == ENOENT);
}

TEST_CASE("keys are 8 to 63 characters or 64 hexadecimal digits")
{
    ListBench bench;
    CHECK(bench.wifi().setPsk(0, std::string(8, 'a')));
    CHECK(bench.wifi().setPsk(0, std::string(63, '~')));
    CHECK(bench.wifi().setPsk(0, std::string(64, 'F')));
    CHECK(errorOf(bench.wifi().setPsk(0, std::string(7, 'a'))) == EINVAL);
    CHECK(errorOf(bench.wifi().setPsk(0, std::string(64, 'g'))) == EINVAL);
    CHECK(errorOf(bench.wifi().setPsk(0, "12345678\n")) == EINVAL);
}

TEST_CASE("power saving is of the interface and not remembered")
{
    ListBench bench;
    CHECK_FALSE(bench.wifi().isPowerSaving());
    CHECK(bench.wifi().setPowerSaving(true));
    CHECK(bench.wifi().isPowerSaving());
    bench.stack->boot({});
    CHECK_FALSE(bench.wifi().isPowerSaving());
}

} // namespace perisphere::wifi_configuration_test
