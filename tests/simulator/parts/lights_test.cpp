#include "bench.hpp"

namespace perisphere::lights_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

/// A LED from the supply to a pin of the chip, as on the RDB: low is lit.
struct LedBench : Bench {
    Pin& supply3V3 = supply("3V3", kSupply3V3);
    Pin& gpio = chipPin("MT3620.GPIO8");
    std::unique_ptr<Part> led = make("led", "D1");

    LedBench()
    {
        wire(supply3V3, pinOf(*led, "anode"));
        wire(gpio, pinOf(*led, "cathode"));
    }
    void drive(bool high) { gpio.setDrive(digitalDrive(OutputMode::PushPull, high)); }
};

} // namespace

TEST_CASE("a LED gives light while current can flow through it")
{
    LedBench bench;
    CHECK_FALSE(get<bool>(*bench.led, "lit"));
    bench.drive(false);
    CHECK(get<bool>(*bench.led, "lit"));
    bench.drive(true);
    CHECK_FALSE(get<bool>(*bench.led, "lit"));
    CHECK(get<std::int64_t>(*bench.led, "edges") == 2);
}

TEST_CASE("a LED is dark at a pin that is not driven or only pulled")
{
    LedBench bench;
    bench.drive(false);
    bench.gpio.setDrive(Drive::none());
    CHECK_FALSE(get<bool>(*bench.led, "lit"));
    bench.gpio.setPull(Drive::pull(kGround));
    CHECK_FALSE(get<bool>(*bench.led, "lit"));
}

TEST_CASE("a LED at an open-drain output through a resistor is lit")
{
    Bench bench;
    Pin& supply = bench.supply("3V3", kSupply3V3);
    Pin& gpio = bench.chipPin("GPIO0");
    auto led = bench.make("led", "D1");
    bench.wire(supply, pinOf(*led, "anode"), 330);
    bench.wire(gpio, pinOf(*led, "cathode"));
    gpio.setDrive(digitalDrive(OutputMode::OpenDrain, false));
    CHECK(get<bool>(*led, "lit"));
    gpio.setDrive(digitalDrive(OutputMode::OpenDrain, true));
    CHECK_FALSE(get<bool>(*led, "lit"));
}

TEST_CASE("a LED's brightness is the duty cycle of its drive")
{
    LedBench bench;
    const int percent = GENERATE(10, 25, 50, 90);
    bench.drive(true);
    for (int period = 0; period < 200; ++period) { // 1 kHz for 200 ms
        bench.drive(false);
        bench.run(10us * percent);
        bench.drive(true);
        bench.run(10us * (100 - percent));
    }
    CHECK(get<double>(*bench.led, "brightness") == Approx(percent / 100.0).margin(0.001));
}

TEST_CASE("a steady LED has full or no brightness and no events")
{
    LedBench bench;
    bench.drive(false);
    bench.run(1s);
    CHECK(get<double>(*bench.led, "brightness") == 1.0);
    CHECK(bench.scheduler.pendingEvents() == 0);
    bench.drive(true);
    bench.run(1s);
    CHECK(get<double>(*bench.led, "brightness") == 0.0);
    CHECK(bench.scheduler.pendingEvents() == 0);
}

TEST_CASE("a LED's forward voltage decides at which supply it is lit")
{
    Bench bench;
    Pin& supply = bench.supply("supply", Voltage::millivolts(2500));
    Pin& ground = bench.supply("GND", kGround);
    auto red = bench.make("led", "D1", R"({"colour": "red"})");
    auto blue = bench.make("led", "D2", R"({"colour": "blue", "forwardMillivolts": 2900})");
    for (Part* led : {red.get(), blue.get()}) {
        bench.wire(supply, pinOf(*led, "anode"));
        bench.wire(ground, pinOf(*led, "cathode"));
    }
    CHECK(get<bool>(*red, "lit"));
    CHECK_FALSE(get<bool>(*blue, "lit"));
}

TEST_CASE("a LED wired the wrong way round stays dark")
{
    Bench bench;
    Pin& supply = bench.supply("3V3", kSupply3V3);
    Pin& ground = bench.supply("GND", kGround);
    auto led = bench.make("led", "D1");
    bench.wire(supply, pinOf(*led, "cathode"));
    bench.wire(ground, pinOf(*led, "anode"));
    CHECK_FALSE(get<bool>(*led, "lit"));
}

TEST_CASE("an RGB LED mixes the brightness of its three diodes")
{
    const bool commonAnode = GENERATE(true, false);
    Bench bench;
    const auto led = bench.make("rgb-led", "D1", commonAnode ? "{}" : R"({"common": "cathode"})");
    bench.wire(bench.supply("common", commonAnode ? kSupply3V3 : kGround), pinOf(*led, "common"));
    Pin& red = bench.chipPin("GPIO8");
    Pin& green = bench.chipPin("GPIO9");
    Pin& blue = bench.chipPin("GPIO10");
    bench.wire(red, pinOf(*led, "red"));
    bench.wire(green, pinOf(*led, "green"));
    bench.wire(blue, pinOf(*led, "blue"));
    const auto light = [commonAnode](Pin& pin, bool on) {
        pin.setDrive(digitalDrive(OutputMode::PushPull, on != commonAnode));
    };
    light(red, true);
    light(blue, false);
    for (int period = 0; period < 100; ++period) {
        light(green, true);
        bench.run(200us);
        light(green, false);
        bench.run(800us);
    }
    CHECK(get<bool>(*led, "redLit"));
    CHECK_FALSE(get<bool>(*led, "greenLit"));
    CHECK(get<Colour>(*led, "colour") == Colour{255, 51, 0});
}

TEST_CASE("a buzzer says which frequency and duty cycle it is driven with")
{
    Bench bench;
    const auto buzzer = bench.make("buzzer", "LS1");
    Pin& gpio = bench.chipPin("GPIO0");
    bench.wire(gpio, pinOf(*buzzer, "+"));
    for (int period = 0; period < 10; ++period) { // 2 kHz, a quarter of the time high
        gpio.setDrive(digitalDrive(OutputMode::PushPull, true));
        bench.run(125us);
        gpio.setDrive(digitalDrive(OutputMode::PushPull, false));
        bench.run(375us);
    }
    CHECK(get<bool>(*buzzer, "sounding"));
    CHECK(get<double>(*buzzer, "frequency") == Approx(2000));
    CHECK(get<double>(*buzzer, "dutyCycle") == Approx(0.25));
    bench.run(50ms);
    CHECK_FALSE(get<bool>(*buzzer, "sounding"));
    CHECK(bench.scheduler.pendingEvents() == 0);
}

} // namespace perisphere::lights_test
