#include "drivers.hpp"

namespace perisphere::lps22hh_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

struct BarometerBench : Bench {
    std::unique_ptr<Part> barometer = make("lps22hh", "BARO");
    I2cDriver driver{*this, *barometer, 0x5C};

    double readPressure()
    {
        const Bytes bytes = driver.read(0x28, 3);
        return (bytes[0] | bytes[1] << 8 | bytes[2] << 16) / 4096.0;
    }
};

} // namespace

TEST_CASE("the LPS22HH identifies itself at the address that it is strapped to")
{
    BarometerBench bench;
    CHECK(bench.driver.read(0x0F) == 0xB3);
    CHECK(bench.driver.read(0x11) == 0x10);
    CHECK_FALSE(bench.driver.probe(0x5D));
    Bench other;
    const auto part = other.make("lps22hh", "BARO", R"({"address": 93})");
    I2cDriver driver(other, *part, 0x5D);
    CHECK(driver.read(0x0F) == 0xB3);
}

TEST_CASE("the LPS22HH's one-shot takes its time and gives pressure and temperature")
{
    BarometerBench bench;
    set(*bench.barometer, "pressure", 1003.217);
    set(*bench.barometer, "temperature", -12.34);
    bench.driver.write(0x11, 0x11); // ONE_SHOT
    bench.run(13ms);
    CHECK((bench.driver.read(0x27) & 3) == 0);
    bench.run(300us);
    CHECK((bench.driver.read(0x27) & 3) == 3);
    CHECK((bench.driver.read(0x11) & 1) == 0);
    CHECK(bench.readPressure() == Approx(1003.217).margin(1.0 / 8192));
    CHECK(bench.driver.read16(0x2B) == -1234);
    CHECK((bench.driver.read(0x27) & 3) == 0);
}

TEST_CASE("the LPS22HH has new data at its output data rate and says what was lost")
{
    struct Row {
        std::uint8_t code;
        Duration period;
    };
    const auto row =
        GENERATE(Row{1, 1s}, Row{2, 100ms}, Row{3, 40ms}, Row{4, 20ms}, Row{6, 10ms}, Row{7, 5ms});
    BarometerBench bench;
    bench.driver.write(0x10, static_cast<std::uint8_t>(row.code << 4));
    bench.run(row.period - 1us);
    CHECK(bench.driver.read(0x27) == 0);
    bench.run(1us);
    CHECK(bench.driver.read(0x27) == 0x03);
    bench.run(row.period);
    CHECK(bench.driver.read(0x27) == 0x33);
    bench.driver.read(0x28, 5);
    CHECK(bench.driver.read(0x27) == 0);
}

TEST_CASE("the LPS22HH's block data update keeps a pressure until its high byte was read")
{
    BarometerBench bench;
    bench.driver.write(0x10, 0x22);
    set(*bench.barometer, "pressure", 1000.0);
    bench.run(100ms);
    const auto lowest = bench.driver.read(0x28);
    set(*bench.barometer, "pressure", 400.4);
    bench.run(100ms);
    const Bytes rest = bench.driver.read(0x29, 2);
    CHECK((lowest | rest[0] << 8 | rest[1] << 16) / 4096.0 == Approx(1000.0));
    bench.run(100ms);
    CHECK(bench.readPressure() == Approx(400.4).margin(1.0 / 4096));
}

TEST_CASE("the LPS22HH's FIFO keeps samples until they are read")
{
    BarometerBench bench;
    bench.driver.write(0x14, 3);    // FIFO_WTM
    bench.driver.write(0x13, 0x01); // FIFO mode
    bench.driver.write(0x10, 0x70); // 200 Hz
    for (const double pressure : {900.0, 910.0, 920.0}) {
        set(*bench.barometer, "pressure", pressure);
        bench.run(5ms);
    }
    CHECK(bench.driver.read(0x25) == 3);
    CHECK(bench.driver.read(0x26) == 0x80);
    const Bytes words = bench.driver.read(0x78, 15); // the address wraps at the end of a sample
    for (std::size_t i = 0; i < 3; ++i)
        CHECK((words[5 * i] | words[5 * i + 1] << 8 | words[5 * i + 2] << 16) ==
              (900 + 10 * static_cast<int>(i)) * 4096);
    CHECK(bench.driver.read(0x25) == 0);
    bench.run(1s);
    CHECK(bench.driver.read(0x25) == 128);
    CHECK(bench.driver.read(0x26) == 0xE0);
    bench.driver.write(0x13, 0x00);
    CHECK(bench.driver.read(0x25) == 0);
}

TEST_CASE("the LPS22HH raises data-ready on its pin")
{
    BarometerBench bench;
    Pin& interrupt = pinOf(*bench.barometer, "INT_DRDY");
    bench.driver.write(0x12, 0x04);
    bench.driver.write(0x10, 0x20);
    CHECK_FALSE(interrupt.isHigh());
    bench.run(100ms);
    CHECK(interrupt.isHigh());
    bench.readPressure();
    CHECK_FALSE(interrupt.isHigh());
}

TEST_CASE("the LPS22HH's software reset leaves the defaults")
{
    BarometerBench bench;
    bench.driver.write(0x10, 0x20);
    bench.driver.write(0x11, 0x14);
    CHECK((bench.driver.read(0x11) & 4) != 0);
    bench.run(50us);
    CHECK(bench.driver.read(0x11) == 0x10);
    CHECK(bench.driver.read(0x10) == 0x00);
}

} // namespace perisphere::lps22hh_test
