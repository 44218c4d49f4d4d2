#include "bench.hpp"

namespace perisphere::relay_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

/// Its coil between a GPIO and ground; common at 3.3 V, the two contacts pulled down and watched.
struct RelayBench : Bench {
    std::unique_ptr<Part> part = make("relay", "K1");
    Pin& gpio = chipPin("MT3620.GPIO0");
    Pin& nc = chipPin("MT3620.GPIO1");
    Pin& no = chipPin("MT3620.GPIO2");

    RelayBench()
    {
        Pin& ground = supply("GND", kGround);
        wire(gpio, pinOf(*part, "A1"));
        wire(ground, pinOf(*part, "A2"));
        wire(supply("3V3", kSupply3V3), pinOf(*part, "common"));
        wire(nc, pinOf(*part, "nc"));
        wire(no, pinOf(*part, "no"));
        wire(nc, ground, 10'000);
        wire(no, ground, 10'000);
    }
    void drive(bool high) { gpio.setDrive(digitalDrive(OutputMode::PushPull, high)); }
};

} // namespace

TEST_CASE("a relay changes its contact over after its operate and release times")
{
    RelayBench bench;
    CHECK(bench.nc.isHigh());
    CHECK_FALSE(bench.no.isHigh());
    bench.drive(true);
    CHECK(get<bool>(*bench.part, "energized"));
    bench.run(7ms - 1us);
    CHECK(bench.nc.isHigh());
    bench.run(1us);
    CHECK_FALSE(bench.nc.isHigh());
    CHECK(bench.no.isHigh());
    CHECK(get<bool>(*bench.part, "operated"));
    bench.drive(false);
    bench.run(3ms - 1us);
    CHECK(bench.no.isHigh());
    bench.run(1us);
    CHECK(bench.nc.isHigh());
    CHECK_FALSE(bench.no.isHigh());
    CHECK(get<std::int64_t>(*bench.part, "operations") == 1);
    CHECK(bench.scheduler.pendingEvents() == 0);
}

TEST_CASE("a pulse shorter than a relay's operate time does not move it")
{
    RelayBench bench;
    bench.drive(true);
    bench.run(5ms);
    bench.drive(false);
    bench.run(50ms);
    CHECK(get<std::int64_t>(*bench.part, "operations") == 0);
    CHECK(bench.nc.isHigh());
}

TEST_CASE("a relay holds between its two voltages, whatever their polarity")
{
    RelayBench bench;
    const auto apply = [&](int millivolts) {
        bench.gpio.setDrive(Drive::strong(Voltage::millivolts(millivolts)));
        bench.run(20ms);
        return get<bool>(*bench.part, "operated");
    };
    CHECK_FALSE(apply(2000));
    CHECK(apply(2250));
    CHECK(apply(1000));
    CHECK(apply(300));
    CHECK_FALSE(apply(299));
    CHECK(apply(-2250));
    // A coil with an end in the air has no voltage.
    bench.gpio.setDrive(Drive::none());
    bench.run(20ms);
    CHECK_FALSE(get<bool>(*bench.part, "operated"));
}

TEST_CASE("a relay's state comes back with its contact")
{
    RelayBench bench;
    bench.drive(true);
    bench.run(10ms);
    const json::Value saved = saveState(*bench.part);
    RelayBench other;
    other.drive(true);
    REQUIRE(restoreState(*other.part, saved).has_value());
    CHECK(other.no.isHigh());
    CHECK_FALSE(other.nc.isHigh());
    CHECK(get<std::int64_t>(*other.part, "operations") == 1);
    CHECK(other.scheduler.pendingEvents() == 0);
}

} // namespace perisphere::relay_test
