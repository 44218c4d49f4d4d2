#include "drivers.hpp"

namespace perisphere::bh1750_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

struct LuxBench : Bench {
    std::unique_ptr<Part> part = make("bh1750", "LUX");
    I2cDriver driver{*this, *part, 0x23};

    void opcode(std::uint8_t code) { REQUIRE(driver.send({code})); }
    int counts()
    {
        bus::I2cTarget* target = buses.i2cTargets(pinOf(*part, "SCL"), pinOf(*part, "SDA")).at(0);
        REQUIRE(target->start(0x23, bus::I2cAccess::Read));
        const int high = target->read();
        const int low = target->read();
        target->stop();
        return high << 8 | low;
    }
};

} // namespace

TEST_CASE("the BH1750 gives the light within its resolution, in each mode's time")
{
    struct Row {
        std::uint8_t code;
        Duration time;
        double luxPerCount, resolution;
    };
    const auto row = GENERATE(Row{0x10, 120ms, 1 / 1.2, 1}, Row{0x11, 120ms, 0.5 / 1.2, 0.5},
                              Row{0x13, 16ms, 1 / 1.2, 4}, Row{0x20, 120ms, 1 / 1.2, 1},
                              Row{0x21, 120ms, 0.5 / 1.2, 0.5}, Row{0x23, 16ms, 1 / 1.2, 4});
    const double lux = GENERATE(0.0, 3.0, 1234.5, 20'000.0);
    LuxBench bench;
    set(*bench.part, "illuminance", lux);
    bench.opcode(0x01);
    bench.opcode(row.code);
    bench.run(row.time - 1us);
    CHECK(bench.counts() == 0);
    bench.run(1us);
    CHECK(bench.counts() * row.luxPerCount == Approx(lux).margin(row.resolution / 2 + 0.5));
    const bool isOneTime = (row.code & 0x20) != 0;
    CHECK(bench.scheduler.pendingEvents() == (isOneTime ? 0 : 1));
    set(*bench.part, "illuminance", 500.0);
    bench.run(row.time);
    CHECK(bench.counts() * row.luxPerCount ==
          Approx(isOneTime ? lux : 500).margin(row.resolution / 2 + 0.5));
}

TEST_CASE("the BH1750's measurement time changes its sensitivity")
{
    LuxBench bench;
    set(*bench.part, "illuminance", 100.0);
    bench.opcode(0x40 | 254 >> 5);
    bench.opcode(0x60 | (254 & 0x1F));
    bench.opcode(0x10);
    const Duration time = Duration(120ms) * 254 / 69;
    bench.run(time - 1us);
    CHECK(bench.counts() == 0);
    bench.run(1us);
    CHECK(bench.counts() / 1.2 * 69 / 254 == Approx(100).margin(0.2));
    set(*bench.part, "illuminance", 100'000.0);
    bench.run(time);
    CHECK(bench.counts() == 0xFFFF);
}

TEST_CASE("the BH1750 forgets its result at a reset, but not while it is down")
{
    LuxBench bench;
    bench.opcode(0x10);
    bench.run(120ms);
    CHECK(bench.counts() == 360);
    bench.opcode(0x00);
    CHECK(bench.scheduler.pendingEvents() == 0);
    bench.opcode(0x07);
    CHECK(bench.counts() == 360);
    bench.opcode(0x01);
    bench.opcode(0x07);
    CHECK(bench.counts() == 0);
    CHECK(bench.unmodelled.all().empty());
    bench.opcode(0x30);
    REQUIRE(bench.unmodelled.all().size() == 1);
    CHECK(bench.unmodelled.all()[0].what == "opcode 30h");
}

} // namespace perisphere::bh1750_test
