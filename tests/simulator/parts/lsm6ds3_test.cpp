#include "drivers.hpp"

#include <algorithm>

namespace perisphere::lsm6ds3_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

struct Lsm6ds3Bench : Bench {
    std::unique_ptr<Part> part = make("lsm6ds3", "IMU");
    SpiDriver driver{*this, *part, {"SPC", "CS"}};

    Bytes read(std::uint8_t reg, std::size_t count)
    {
        return driver.transfer({static_cast<std::uint8_t>(0x80 | reg)}, count, bus::SpiMode::Mode3);
    }
    std::uint8_t read(std::uint8_t reg) { return read(reg, 1)[0]; }
    void write(std::uint8_t reg, std::uint8_t value)
    {
        driver.transfer({reg, value}, 0, bus::SpiMode::Mode3);
    }
    int read16(std::uint8_t reg)
    {
        const Bytes bytes = read(reg, 2);
        return static_cast<std::int16_t>(bytes[0] | bytes[1] << 8);
    }
};

} // namespace

TEST_CASE("the LSM6DS3 has its identification and defaults, in SPI modes 0 and 3")
{
    Lsm6ds3Bench bench;
    CHECK(bench.read(0x0F) == 0x69);
    CHECK(bench.driver.transfer({0x8F}, 1, bus::SpiMode::Mode0) == Bytes{0x69});
    CHECK(bench.driver.transfer({0x8F}, 1, bus::SpiMode::Mode1) == Bytes{0xFF});
    CHECK(bench.read(0x12) == 0x04);
    CHECK(bench.read(0x18, 2) == Bytes{0x38, 0x38});
    CHECK(bench.scheduler.pendingEvents() == 0);
}

TEST_CASE("the LSM6DS3 gives acceleration within its resolution at each full scale")
{
    struct Row {
        std::uint8_t code;
        double range, step;
    };
    const auto row = GENERATE(Row{0x60, 2, 0.061e-3}, Row{0x68, 4, 0.122e-3},
                              Row{0x6C, 8, 0.244e-3}, Row{0x64, 16, 0.488e-3});
    const double share = GENERATE(-0.99, 0.0, 0.377);
    Lsm6ds3Bench bench;
    set(*bench.part, "accelerationX", row.range * share);
    set(*bench.part, "accelerationY", -16.0);
    bench.write(0x10, row.code); // 416 Hz
    bench.run(3ms);
    CHECK(bench.read16(0x28) * row.step == Approx(row.range * share).margin(row.step));
    // What is out of range is at its end.
    CHECK(bench.read16(0x2A) == Approx(std::max(-32768.0, -16 / row.step)).margin(1));
    CHECK(bench.read16(0x2C) * row.step == Approx(1).margin(row.step));
}

TEST_CASE("the LSM6DS3 gives rotation and temperature within their resolution")
{
    struct Row {
        std::uint8_t code;
        double range, step;
    };
    const auto row =
        GENERATE(Row{0x52, 125, 4.375e-3}, Row{0x50, 245, 8.75e-3}, Row{0x54, 500, 17.5e-3},
                 Row{0x58, 1000, 35e-3}, Row{0x5C, 2000, 70e-3});
    Lsm6ds3Bench bench;
    set(*bench.part, "rateX", row.range * 0.9);
    set(*bench.part, "rateZ", -row.range);
    set(*bench.part, "temperature", 36.6);
    bench.write(0x11, row.code); // 208 Hz
    bench.run(20ms);
    CHECK(bench.read16(0x22) * row.step == Approx(row.range * 0.9).margin(row.step));
    CHECK(bench.read16(0x24) == 0);
    CHECK(bench.read16(0x26) * row.step == Approx(-row.range).margin(row.step));
    CHECK(25 + bench.read16(0x20) / 16.0 == Approx(36.6).margin(1.0 / 32));
}

TEST_CASE("the LSM6DS3 samples at its rates and says so in its status and on INT1")
{
    Lsm6ds3Bench bench;
    bench.write(0x0D, 0x01); // INT1_DRDY_XL
    bench.write(0x10, 0x40); // 104 Hz
    const Duration period(9'615'385);
    bench.run(period - 1us);
    CHECK(bench.read(0x1E) == 0x00);
    CHECK_FALSE(pinOf(*bench.part, "INT1").isHigh());
    bench.run(1us);
    CHECK(bench.read(0x1E) == 0x01);
    CHECK(pinOf(*bench.part, "INT1").isHigh());
    bench.read(0x28, 6);
    CHECK(bench.read(0x1E) == 0x00);
    CHECK_FALSE(pinOf(*bench.part, "INT1").isHigh());
    bench.run(2 * period);
    CHECK(bench.read(0x1E) == 0x05); // the thermometer at 52 Hz as well
    bench.write(0x10, 0x00);
    CHECK(bench.scheduler.pendingEvents() == 0);
}

TEST_CASE("the LSM6DS3 keeps a value that is being read, with BDU")
{
    Lsm6ds3Bench bench;
    bench.write(0x12, 0x44); // BDU, IF_INC
    set(*bench.part, "accelerationX", 1.0);
    bench.write(0x10, 0x60);
    bench.run(3ms);
    const std::uint8_t low = bench.read(0x28);
    set(*bench.part, "accelerationX", -1.0);
    bench.run(3ms);
    const std::uint8_t high = bench.read(0x29);
    CHECK(static_cast<std::int16_t>(low | high << 8) * 0.061e-3 == Approx(1).margin(0.061e-3));
    bench.run(3ms);
    CHECK(bench.read16(0x28) * 0.061e-3 == Approx(-1).margin(0.061e-3));
}

TEST_CASE("the LSM6DS3 stays at one register without IF_INC")
{
    Lsm6ds3Bench bench;
    bench.write(0x12, 0x00);
    CHECK(bench.read(0x0F, 3) == Bytes{0x69, 0x69, 0x69});
    bench.write(0x12, 0x04);
    CHECK(bench.read(0x0F, 3) == Bytes{0x69, 0x00, 0x00});
    bench.driver.transfer({0x10, 0x60, 0x50}); // CTRL1_XL and CTRL2_G
    CHECK(bench.read(0x10, 2) == Bytes{0x60, 0x50});
}

TEST_CASE("the LSM6DS3 resets and boots in their times")
{
    Lsm6ds3Bench bench;
    bench.write(0x10, 0x60);
    bench.write(0x12, 0x05); // SW_RESET
    CHECK(bench.read(0x12) == 0x05);
    CHECK(bench.read(0x10) == 0x00);
    bench.run(50us);
    CHECK(bench.read(0x12) == 0x04);
    bench.write(0x12, 0x84); // BOOT
    bench.run(15ms);
    CHECK(bench.read(0x12) == 0x04);
}

TEST_CASE("the LSM6DS3 reports the settings that it only keeps")
{
    Lsm6ds3Bench bench;
    bench.write(0x12, 0x44);
    bench.write(0x10, 0x60);
    bench.write(0x11, 0x50);
    bench.write(0x18, 0x38);
    bench.write(0x19, 0x38);
    CHECK(bench.unmodelled.all().empty());
    bench.write(0x0A, 0x26);
    bench.write(0x18, 0x18);
    bench.write(0x58, 0x80);
    std::vector<std::string> reported;
    for (const UnmodelledAccess& one : bench.unmodelled.all())
        reported.push_back(one.what);
    CHECK(reported ==
          std::vector<std::string>{"FIFO_MODE, the FIFO (register 0Ah)",
                                   "an axis that is disabled (register 18h)",
                                   "timestamps, pedometer, tilt or tap (register 58h)"});
}

} // namespace perisphere::lsm6ds3_test
