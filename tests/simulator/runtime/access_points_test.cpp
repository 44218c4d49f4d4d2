// Access points that come and go while the device runs, with its real network stack.
#include "device_bench.hpp"

#include <algorithm>

using namespace perisphere;

namespace
{

const control::PropertyPath kAssociated{"CAFE", "associated"};

std::vector<std::string> addedParts(control::PartsTarget& parts)
{
    std::vector<std::string> names;
    for (const control::PartDescription& part : parts.parts())
        if (part.isAdded)
            names.push_back(part.name);
    return names;
}

} // namespace

TEST_CASE("a device joins an access point that is added, and loses it when it is removed")
{
    test::DeviceBench bench;
    bench.run([&] {
        control::ControlTarget& control = bench.device().control();
        control.time().step(std::chrono::seconds(10), [&](const Result<>& waited) {
            REQUIRE(waited);
            CHECK_FALSE(control.network().status().wifi);
            // A fresh device knows the network of this name.
            REQUIRE(
                control.network().addAccessPoint("CAFE", {{"rssi", -61}, {"frequencyMHz", 5180}}));
            control.time().step(std::chrono::seconds(60), [&](const Result<>& joined) {
                REQUIRE(joined);
                const auto wifi = control.network().status().wifi;
                REQUIRE(wifi);
                CHECK(wifi->ssid == "Perisphere");
                CHECK(wifi->rssi == -61);
                CHECK(wifi->frequencyMhz == 5180);
                CHECK(control.parts().get(kAssociated)->value == engine::PropertyValue(true));
                REQUIRE(control.network().removeAccessPoint("CAFE"));
                CHECK_FALSE(control.network().status().wifi);
                CHECK(control.parts().get(kAssociated).error().code == ErrorCode::NotFound);
                bench.device().shutdown();
            });
        });
    });
}

TEST_CASE("who watches is told of parts that come and go, and gets the values of new ones")
{
    test::DeviceBench bench;
    control::NetworkTarget& network = bench.device().control().network();
    const auto watch = bench.parts().watch({"*.rssi", "SW1.pressed"}).value();
    CHECK(watch->takeChanges().size() == 1);
    CHECK_FALSE(watch->takeHasOtherParts());
    REQUIRE(network.addAccessPoint("CAFE", {{"rssi", -70}}));
    CHECK(addedParts(bench.parts()) == std::vector<std::string>{"CAFE"});
    CHECK(watch->takeHasOtherParts());
    CHECK_FALSE(watch->takeHasOtherParts());
    auto samples = watch->takeChanges();
    REQUIRE(samples.size() == 1);
    CHECK(samples[0].path.toString() == "CAFE.rssi");
    CHECK(samples[0].value == engine::PropertyValue(std::int64_t{-70}));
    REQUIRE(bench.parts().set({"CAFE", "rssi"}, std::int64_t{-80}));
    CHECK(watch->takeChanges().size() == 1);
    // What is noted for later finds the part gone.
    REQUIRE(bench.parts().setAt({"CAFE", "rssi"}, std::int64_t{-90}, engine::atNanoseconds(1000)));
    REQUIRE(network.removeAccessPoint("CAFE"));
    CHECK(watch->takeHasOtherParts());
    CHECK(watch->takeChanges().empty());
    CHECK(addedParts(bench.parts()).empty());
    bench.run([&] {
        bench.device().control().time().step(std::chrono::seconds(1), [&](const Result<>& stepped) {
            CHECK(stepped);
            bench.device().shutdown();
        });
    });
}

TEST_CASE("an access point that cannot be is refused, and nothing of it stays")
{
    test::DeviceBench bench;
    control::NetworkTarget& network = bench.device().control().network();
    CHECK(network.addAccessPoint("not a name", json::Value::object()).error().code ==
          ErrorCode::InvalidArgument);
    CHECK(network.addAccessPoint("SW1", json::Value::object()).error().code ==
          ErrorCode::AlreadyExists);
    CHECK(network.addAccessPoint("CAFE", {{"security", "wep"}}).error().code == ErrorCode::Invalid);
    CHECK(network.addAccessPoint("CAFE", {{"sid", "Cafe"}}).error().advice ==
          "did you mean \"ssid\"?");
    CHECK(network.addAccessPoint("CAFE", {{"associated", true}}).error().code ==
          ErrorCode::InvalidArgument);
    CHECK_FALSE(network.addAccessPoint("CAFE", {{"rssi", 40}}));
    CHECK(addedParts(bench.parts()).empty());
    CHECK(network.removeAccessPoint("CAFE").error().code == ErrorCode::NotFound);
    CHECK(network.removeAccessPoint("SW1").error().code == ErrorCode::InvalidArgument);
    for (int i = 0; i < 32; ++i)
        REQUIRE(network.addAccessPoint("P" + std::to_string(i), json::Value::object()));
    CHECK(network.addAccessPoint("CAFE", json::Value::object()).error().code ==
          ErrorCode::LimitExceeded);
    CHECK(network.addAccessPoint("P0", json::Value::object()).error().code ==
          ErrorCode::AlreadyExists);
}
