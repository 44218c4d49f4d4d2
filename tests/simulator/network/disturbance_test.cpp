// What injected faults take away from the world, and give back.

#include "device_bench.hpp"

#include <optional>

namespace perisphere::disturbance_test
{

using namespace perisphere::network;

TEST_CASE("a network that is disturbed is lost, and joined again when the disturbance ends")
{
    DeviceBench bench;
    const world::Present<world::AccessPoint> point(bench.surroundings, openPoint());
    const world::Present<world::Internet> internet(bench.surroundings, {});
    bench.start();
    bench.run(std::chrono::seconds(20));
    REQUIRE(bench.status() == kOnline);

    std::optional<world::Disturbance> loss(
        std::in_place, bench.surroundings,
        world::Interference{
            .accessPoint = [](world::AccessPoint& lost) { lost.isInRange = false; }});
    bench.run(std::chrono::seconds(20));
    CHECK(bench.status() == kUp);

    loss.reset();
    bench.run(std::chrono::seconds(60));
    CHECK(bench.status() == kOnline);
}

TEST_CASE("what changes meanwhile is there when the disturbance ends")
{
    DeviceBench bench;
    world::Present<world::AccessPoint> point(bench.surroundings, openPoint());
    int changes = 0;
    const auto watch = bench.surroundings.onChange([&](world::Surroundings::Change) { ++changes; });
    {
        const world::Disturbance loss(
            bench.surroundings, {.accessPoint = [](world::AccessPoint& lost) { lost.rssi = -90; }});
        CHECK(point.value().rssi == -90);
        CHECK(changes == 1);
        world::AccessPoint weaker = openPoint();
        weaker.rssi = -70;
        point.change(weaker);
        CHECK(point.value().rssi == -90);
        CHECK(changes == 1); // nothing that the device could meet

        const world::Present<world::AccessPoint> second(bench.surroundings, openPoint("later"));
        CHECK(second.value().rssi == -90);
    }
    CHECK(point.value().rssi == -70);
}

TEST_CASE("two disturbances of one thing end one by one")
{
    DeviceBench bench;
    const world::Present<world::Internet> internet(bench.surroundings, {});
    const auto ahead = [&](std::int64_t seconds) {
        return std::make_unique<world::Disturbance>(
            bench.surroundings, world::Interference{.internet = [seconds](world::Internet& there) {
                there.timeOffset += seconds;
            }});
    };
    auto first = ahead(10);
    auto second = ahead(100);
    CHECK(internet.value().timeOffset == 110);
    first.reset();
    CHECK(internet.value().timeOffset == 100);
    second.reset();
    CHECK(internet.value().timeOffset == 0);
}

} // namespace perisphere::disturbance_test
