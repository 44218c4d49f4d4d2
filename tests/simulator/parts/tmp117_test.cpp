#include "drivers.hpp"

namespace perisphere::tmp117_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

struct ThermometerBench : Bench {
    std::unique_ptr<Part> part = make("tmp117", "TH1");
    I2cDriver driver{*this, *part, 0x48};

    int readWord(std::uint8_t reg)
    {
        const Bytes bytes = driver.read(reg, 2); // high byte first
        return bytes[0] << 8 | bytes[1];
    }
    double readCelsius() { return static_cast<std::int16_t>(readWord(0)) * 0.0078125; }
    void writeWord(std::uint8_t reg, unsigned value)
    {
        REQUIRE(driver.send(
            {reg, static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)}));
    }
};

} // namespace

TEST_CASE("the TMP117 has its identification and its defaults")
{
    ThermometerBench bench;
    CHECK(bench.readWord(0x0F) == 0x0117);
    CHECK(bench.readWord(0x01) == 0x0220);
    CHECK(bench.readWord(0x02) == 0x6000);
    CHECK(bench.readWord(0x03) == 0x8000);
    CHECK(bench.readCelsius() == -256.0);
}

TEST_CASE("the TMP117 gives the temperature within its resolution")
{
    const double celsius = GENERATE(-55.0, -0.01, 0.0, 21.37, 150.0);
    ThermometerBench bench;
    set(*bench.part, "temperature", celsius);
    bench.run(125ms); // the first conversion, eight samples averaged
    CHECK((bench.readWord(0x01) & 0x2000) != 0);
    CHECK(bench.readCelsius() == Approx(celsius).margin(0.0078125 / 2));
}

TEST_CASE("the TMP117 converts once a second by default")
{
    ThermometerBench bench;
    bench.run(125ms);
    bench.readCelsius();
    bench.run(999ms);
    CHECK((bench.readWord(0x01) & 0x2000) == 0);
    bench.run(1ms);
    CHECK((bench.readWord(0x01) & 0x2000) != 0);
}

TEST_CASE("the TMP117's one-shot converts once and then sleeps")
{
    ThermometerBench bench;
    bench.writeWord(0x01, 0x0400); // shutdown
    CHECK(bench.scheduler.pendingEvents() == 0);
    bench.writeWord(0x01, 0x0C00); // one-shot without averaging
    bench.run(15500us);
    CHECK(bench.readCelsius() == Approx(25.0));
    CHECK((bench.readWord(0x01) & 0x0C00) == 0x0400);
    CHECK(bench.scheduler.pendingEvents() == 0);
}

TEST_CASE("the TMP117 adds its offset and resets to defaults")
{
    ThermometerBench bench;
    bench.writeWord(0x07, 0x0080); // one degree
    bench.run(125ms);
    CHECK(bench.readCelsius() == Approx(26.0));
    bench.writeWord(0x01, 0x0002); // Soft_Reset
    CHECK(bench.readWord(0x07) == 0);
    CHECK(bench.readWord(0x01) == 0x0220);
}

TEST_CASE("the TMP117 pulls its alert pin low beyond a limit until that was read")
{
    ThermometerBench bench;
    Pin& alert = pinOf(*bench.part, "ALERT");
    bench.wire(bench.supply("3V3", kSupply3V3), alert, 10'000);
    bench.writeWord(0x02, 30 * 128);
    set(*bench.part, "temperature", 31.0);
    CHECK(alert.isHigh());
    bench.run(1s);
    CHECK_FALSE(alert.isHigh());
    set(*bench.part, "temperature", 20.0);
    bench.run(1s);
    CHECK_FALSE(alert.isHigh()); // alert mode keeps it
    CHECK((bench.readWord(0x01) & 0x8000) != 0);
    CHECK(alert.isHigh());
}

} // namespace perisphere::tmp117_test
