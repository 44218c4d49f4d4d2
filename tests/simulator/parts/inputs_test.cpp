#include "bench.hpp"

namespace perisphere::inputs_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

/// A button from a pulled-up pin of the chip to ground, as on the RDB: low is pressed.
struct ButtonBench : Bench {
    Pin& gpio = chipPin("MT3620.GPIO12");
    std::unique_ptr<Part> button;
    int edges = 0;
    Subscription watch = gpio.onLevel([this](const PinChange&) { ++edges; });

    explicit ButtonBench(const std::string& configuration = "{}")
        : button(make("button", "SW2", configuration))
    {
        wire(supply("3V3", kSupply3V3), gpio, 4700);
        wire(pinOf(*button, "1"), gpio);
        wire(pinOf(*button, "2"), supply("GND", kGround));
        edges = 0;
    }
};

} // namespace

TEST_CASE("a pressed button pulls its pulled-up pin low")
{
    ButtonBench bench;
    CHECK(bench.gpio.isHigh());
    set(*bench.button, "pressed", true);
    CHECK_FALSE(bench.gpio.isHigh());
    set(*bench.button, "pressed", false);
    CHECK(bench.gpio.isHigh());
    CHECK(bench.edges == 2);
    CHECK(get<std::int64_t>(*bench.button, "presses") == 1);
}

TEST_CASE("a button with bounce gives several edges and settles within its time")
{
    ButtonBench bench(R"({"bounceMicroseconds": 5000})");
    for (const bool pressed : {true, false, true, false}) {
        bench.edges = 0;
        set(*bench.button, "pressed", pressed);
        bench.run(5ms);
        CHECK(bench.edges >= 3);
        CHECK(bench.gpio.isHigh() == !pressed);
        CHECK(bench.scheduler.pendingEvents() == 0);
    }
}

TEST_CASE("a switch joins its common pin to the side it stands on")
{
    Bench bench;
    const auto part = bench.make("switch", "SW1");
    Pin& gpio = bench.chipPin("GPIO0");
    bench.wire(gpio, pinOf(*part, "common"));
    bench.wire(bench.supply("GND", kGround), pinOf(*part, "off"));
    bench.wire(bench.supply("3V3", kSupply3V3), pinOf(*part, "on"));
    CHECK(gpio.level() == Level::Low);
    set(*part, "on", true);
    CHECK(gpio.level() == Level::High);
    set(*part, "on", false);
    CHECK(gpio.level() == Level::Low);
}

TEST_CASE("a potentiometer divides the voltage across it")
{
    const double position = GENERATE(0.0, 0.25, 0.5, 1.0);
    Bench bench;
    const auto part = bench.make("potentiometer", "RV1", R"({"ohms": 10000})");
    Pin& adc = bench.chipPin("GPIO41");
    bench.wire(adc, pinOf(*part, "wiper"));
    bench.wire(bench.supply("GND", kGround), pinOf(*part, "low"));
    bench.wire(bench.supply("3V3", kSupply3V3), pinOf(*part, "high"));
    set(*part, "position", position);
    // Within the wiper's ohm and the supplies' fifty.
    CHECK(static_cast<double>(adc.voltage().microvolts()) ==
          Approx(3'300'000 * position).margin(3'300'000 * 0.006));
}

TEST_CASE("an ambient light sensor's voltage rises with the light until it saturates")
{
    Bench bench;
    const auto part = bench.make("ambient-light-sensor", "LIGHT");
    Pin& adc = bench.chipPin("GPIO41");
    bench.wire(adc, pinOf(*part, "OUT"));
    set(*part, "illuminance", 1000.0);
    CHECK(adc.voltage().microvolts() == 521'220); // 0.1428 uA/lx, 3650 ohms
    CHECK(get<double>(*part, "voltage") == Approx(0.52122));
    set(*part, "illuminance", 100'000.0);
    CHECK(adc.voltage().microvolts() == 3'200'000);
}

} // namespace perisphere::inputs_test
