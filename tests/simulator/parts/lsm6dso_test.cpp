#include "drivers.hpp"

namespace perisphere::lsm6dso_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

struct ImuBench : Bench {
    std::unique_ptr<Part> imu = make("lsm6dso", "IMU");
    I2cDriver driver{*this, *imu, 0x6A};
};

/// With the pressure sensor behind the sensor hub, as on the Avnet kit.
struct HubBench : ImuBench {
    std::unique_ptr<Part> barometer = make("lps22hh", "BARO");
    HubBench()
    {
        wire(pinOf(*imu, "SCx"), pinOf(*barometer, "SCL"));
        wire(pinOf(*imu, "SDx"), pinOf(*barometer, "SDA"));
        driver.write(0x12, 0x44); // CTRL3_C: BDU, IF_INC
        driver.write(0x10, 0x40); // CTRL1_XL: 104 Hz triggers the hub
    }
    void hub(std::uint8_t reg, std::uint8_t value)
    {
        driver.write(0x01, 0x40); // FUNC_CFG_ACCESS: SHUB_REG_ACCESS
        driver.write(reg, value);
        driver.write(0x01, 0x00);
    }
    Bytes readHub(std::uint8_t reg, std::size_t count)
    {
        driver.write(0x01, 0x40);
        const Bytes bytes = driver.read(reg, count);
        driver.write(0x01, 0x00);
        return bytes;
    }
    /// One byte into a register of the sensor behind the hub.
    void writeBehind(std::uint8_t reg, std::uint8_t value)
    {
        hub(0x14, 0x00);      // MASTER_CONFIG: off
        hub(0x15, 0x5C << 1); // SLV0_ADD, write
        hub(0x16, reg);       // SLV0_SUBADD
        hub(0x21, value);     // DATAWRITE_SLV0
        hub(0x14, 0x44);      // WRITE_ONCE, MASTER_ON
        run(20ms);
        CHECK((readHub(0x22, 1)[0] & 0x80) != 0); // STATUS_MASTER: WR_ONCE_DONE
        hub(0x14, 0x00);
    }
    Bytes readBehind(std::uint8_t reg, std::uint8_t count)
    {
        hub(0x14, 0x00);
        hub(0x15, 0x5C << 1 | 1);
        hub(0x16, reg);
        hub(0x17, count); // SLV0_CONFIG: Slave0_numop, 104 Hz
        hub(0x14, 0x04);
        run(20ms);
        CHECK((driver.read(0x39) & 0x01) != 0); // STATUS_MASTER_MAINPAGE: SENS_HUB_ENDOP
        const Bytes bytes = readHub(0x02, count);
        hub(0x14, 0x00);
        return bytes;
    }
};

} // namespace

TEST_CASE("the LSM6DSO identifies itself at its address only")
{
    ImuBench bench;
    CHECK(bench.driver.read(0x0F) == 0x6C);
    CHECK_FALSE(bench.driver.probe(0x6B));
    CHECK(bench.driver.read(0x12) == 0x04);
    CHECK(bench.driver.read(0x18) == 0xE0);
    bench.driver.write(0x0F, 0x00);
    CHECK(bench.driver.read(0x0F) == 0x6C);
}

TEST_CASE("the LSM6DSO gives acceleration in every full scale within its resolution")
{
    struct Row {
        std::uint8_t scale;
        double milligPerStep;
        double g;
    };
    const auto row = GENERATE(Row{0, 0.061, 1.0}, Row{0, 0.061, -1.9}, Row{2, 0.122, 3.5},
                              Row{3, 0.244, -7.25}, Row{1, 0.488, 15.5});
    ImuBench bench;
    set(*bench.imu, "accelerationX", row.g);
    set(*bench.imu, "accelerationY", -row.g / 2);
    bench.driver.write(0x10, static_cast<std::uint8_t>(0x40 | row.scale << 2));
    bench.run(10ms);
    CHECK(bench.driver.read16(0x28) * row.milligPerStep / 1000 ==
          Approx(row.g).margin(row.milligPerStep / 2000 + 1e-9));
    CHECK(bench.driver.read16(0x2A) * row.milligPerStep / 1000 ==
          Approx(-row.g / 2).margin(row.milligPerStep / 2000 + 1e-9));
}

TEST_CASE("the LSM6DSO gives rates in every full scale and limits what is beyond")
{
    struct Row {
        std::uint8_t scaleBits;
        double dpsPerStep;
        double dps;
    };
    const auto row =
        GENERATE(Row{0x02, 0.004375, 100}, Row{0x00, 0.00875, -240}, Row{0x04, 0.0175, 480},
                 Row{0x08, 0.035, 999}, Row{0x0C, 0.07, -1999});
    ImuBench bench;
    set(*bench.imu, "rateZ", row.dps);
    bench.driver.write(0x11, static_cast<std::uint8_t>(0x40 | row.scaleBits));
    bench.run(10ms);
    CHECK(bench.driver.read16(0x26) * row.dpsPerStep ==
          Approx(row.dps).margin(row.dpsPerStep / 2 + 1e-9));
    set(*bench.imu, "rateZ", row.dps < 0 ? -2000.0 : 2000.0);
    bench.run(10ms);
    CHECK(std::abs(bench.driver.read16(0x26) * row.dpsPerStep) <= 2000.0);
}

TEST_CASE("the LSM6DSO gives the temperature at 256 steps a degree from 25")
{
    ImuBench bench;
    set(*bench.imu, "temperature", 31.5);
    bench.driver.write(0x10, 0x40);
    bench.run(25ms);
    CHECK((bench.driver.read(0x1E) & 0x04) != 0);
    CHECK(25 + bench.driver.read16(0x20) / 256.0 == Approx(31.5).margin(1.0 / 512));
}

TEST_CASE("the LSM6DSO has new data at its output data rate")
{
    struct Row {
        std::uint8_t code;
        Duration period;
    };
    const auto row = GENERATE(Row{1, 80ms}, Row{4, Duration(9'615'385)}, Row{8, Duration(599'880)},
                              Row{11, 625ms});
    ImuBench bench;
    bench.driver.write(0x10, static_cast<std::uint8_t>(row.code << 4));
    bench.run(row.period - 1us);
    CHECK((bench.driver.read(0x1E) & 1) == 0);
    bench.run(1us);
    CHECK((bench.driver.read(0x1E) & 1) == 1);
    bench.driver.read(0x28, 6);
    CHECK((bench.driver.read(0x1E) & 1) == 0);
    bench.run(row.period);
    CHECK((bench.driver.read(0x1E) & 1) == 1);
    bench.driver.write(0x10, 0x00);
    CHECK(bench.scheduler.pendingEvents() == 0);
}

TEST_CASE("the LSM6DSO's block data update keeps a value until its high byte was read")
{
    ImuBench bench;
    bench.driver.write(0x12, 0x44);
    bench.driver.write(0x10, 0x40);
    set(*bench.imu, "accelerationZ", 1.0);
    bench.run(10ms);
    const auto low = bench.driver.read(0x2C);
    set(*bench.imu, "accelerationZ", -1.0);
    bench.run(10ms);
    const auto high = bench.driver.read(0x2D);
    CHECK(static_cast<std::int16_t>(low | high << 8) * 0.061e-3 == Approx(1.0).margin(1e-4));
    bench.run(10ms);
    CHECK(bench.driver.read16(0x2C) * 0.061e-3 == Approx(-1.0).margin(1e-4));
}

TEST_CASE("the LSM6DSO raises data-ready on the pin that asks for it, at the level asked for")
{
    ImuBench bench;
    Pin& int1 = pinOf(*bench.imu, "INT1");
    Pin& int2 = pinOf(*bench.imu, "INT2");
    bench.driver.write(0x0D, 0x01); // INT1_DRDY_XL
    bench.driver.write(0x10, 0x40);
    bench.run(10ms);
    CHECK(int1.isHigh());
    CHECK_FALSE(int2.isHigh());
    bench.driver.read(0x28, 6);
    CHECK_FALSE(int1.isHigh());
    bench.driver.write(0x12, 0x24); // H_LACTIVE
    CHECK(int1.isHigh());
    bench.run(10ms);
    CHECK_FALSE(int1.isHigh());
}

TEST_CASE("the LSM6DSO's software reset takes its time and leaves the defaults")
{
    ImuBench bench;
    bench.driver.write(0x10, 0x4C);
    bench.driver.write(0x12, 0x05);
    CHECK((bench.driver.read(0x12) & 1) == 1);
    bench.run(50us);
    CHECK(bench.driver.read(0x12) == 0x04);
    CHECK(bench.driver.read(0x10) == 0x00);
}

TEST_CASE("the LSM6DSO's FIFO gives tagged words in the order of the samples")
{
    ImuBench bench;
    set(*bench.imu, "accelerationX", 0.5);
    bench.driver.write(0x07, 4);    // FIFO_CTRL1: watermark
    bench.driver.write(0x09, 0x44); // FIFO_CTRL3: both at 104 Hz
    bench.driver.write(0x0A, 0x06); // FIFO_CTRL4: continuous
    bench.driver.write(0x10, 0x40);
    bench.driver.write(0x11, 0x40);
    bench.run(20ms); // two samples of each
    CHECK(bench.driver.read(0x3A) == 4);
    CHECK((bench.driver.read(0x3B) & 0x80) != 0);
    const Bytes words = bench.driver.read(0x78, 28); // the address wraps at the end of a word
    CHECK(words[0] >> 3 == 2);
    CHECK(words[7] >> 3 == 1);
    CHECK(words[14] >> 3 == 2);
    CHECK(static_cast<std::int16_t>(words[1] | words[2] << 8) * 0.061e-3 ==
          Approx(0.5).margin(1e-4));
    CHECK(bench.driver.read(0x3A) == 0);
    CHECK((bench.driver.read(0x3B) & 0x80) == 0);
}

TEST_CASE("the LSM6DSO's FIFO mode stops when full and continuous mode drops the oldest")
{
    const bool continuous = GENERATE(false, true);
    ImuBench bench;
    bench.driver.write(0x09, 0x0A); // accelerometer at 6667 Hz
    bench.driver.write(0x0A, continuous ? 0x06 : 0x01);
    set(*bench.imu, "accelerationX", 0.25);
    bench.driver.write(0x10, 0xA0);
    bench.run(76ms); // 506 samples
    set(*bench.imu, "accelerationX", -0.25);
    bench.run(40ms); // 266 more
    const auto status = bench.driver.read(0x3B);
    CHECK((status & 0x60) == 0x60); // FIFO_OVR_IA, FIFO_FULL_IA
    CHECK((bench.driver.read(0x3A) | (status & 3) << 8) == 512);
    const Bytes words = bench.driver.read(0x78, std::size_t{7} * 512);
    const auto last = static_cast<std::int16_t>(words[7 * 511 + 1] | words[7 * 511 + 2] << 8);
    const auto first = static_cast<std::int16_t>(words[1] | words[2] << 8);
    CHECK(first * 0.061e-3 == Approx(0.25).margin(1e-4));
    CHECK(last * 0.061e-3 == Approx(-0.25).margin(1e-4));
    CHECK(continuous ==
          (static_cast<std::int16_t>(words[7 * 300 + 1] | words[7 * 300 + 2] << 8) < 0));
}

TEST_CASE("the LSM6DSO's timestamp counts 25 microseconds from its start")
{
    ImuBench bench;
    CHECK(bench.driver.read(0x40, 4) == Bytes{0, 0, 0, 0});
    bench.driver.write(0x19, 0x20); // TIMESTAMP_EN
    bench.run(10ms);
    CHECK(bench.driver.read(0x40, 4) == Bytes{0x90, 0x01, 0, 0});
    bench.driver.write(0x42, 0xAA);
    CHECK(bench.driver.read(0x40, 4) == Bytes{0, 0, 0, 0});
}

TEST_CASE("the LSM6DSO's hub identifies, sets up and reads the LPS22HH behind it")
{
    HubBench bench;
    set(*bench.barometer, "pressure", 987.5);
    CHECK_FALSE(bench.driver.probe(0x5C)); // it is not on the app's own bus
    CHECK(bench.readBehind(0x0F, 1) == Bytes{0xB3});
    bench.writeBehind(0x10, 0x22); // CTRL_REG1: 10 Hz, BDU
    CHECK(bench.readBehind(0x10, 1) == Bytes{0x22});
    bench.run(100ms);
    const Bytes data = bench.readBehind(0x28, 5);
    const int steps = data[0] | data[1] << 8 | data[2] << 16;
    CHECK(steps / 4096.0 == Approx(987.5).margin(1.0 / 4096));
    CHECK((data[3] | data[4] << 8) == 2200);
}

TEST_CASE("the LSM6DSO's hub takes time for its transfers and reports who does not answer")
{
    HubBench bench;
    bench.hub(0x15, 0x3C << 1 | 1); // nobody is there
    bench.hub(0x17, 0x01);
    bench.hub(0x14, 0x04);
    bench.run(Duration(9'615'385)); // the first trigger
    CHECK((bench.driver.read(0x39) & 1) == 0);
    bench.run(100us);
    CHECK((bench.driver.read(0x39) & 0x09) == 0x09); // SLAVE0_NACK, SENS_HUB_ENDOP
}

TEST_CASE("the LSM6DSO's pass-through lets the app talk to what is behind it")
{
    HubBench bench;
    bench.hub(0x14, 0x10);
    CHECK(bench.driver.probe(0x5C));
    bench.hub(0x14, 0x00);
    CHECK_FALSE(bench.driver.probe(0x5C));
}

} // namespace perisphere::lsm6dso_test
