// What the parts leave out they say, and what they model they do not complain about.

#include "drivers.hpp"

#include <algorithm>

namespace perisphere::unmodelled_test
{

using namespace perisphere::parts;

namespace
{

std::vector<std::string> reported(const Bench& bench)
{
    std::vector<std::string> all;
    for (const engine::UnmodelledAccess& one : bench.unmodelled.all())
        all.push_back(one.where + ": " + one.what);
    return all;
}

using Reports = std::vector<std::string>;

} // namespace

TEST_CASE("the W25Q reports instructions and protection that it does not model")
{
    Bench bench;
    const auto flash = bench.make("w25q", "U7");
    SpiDriver driver(bench, *flash);
    driver.transfer({0x9F}, 3);
    driver.transfer({0x03, 0, 0, 0}, 4);
    driver.transfer({0x06});
    driver.transfer({0x01, 0x00, 0x02}); // QE
    bench.run(std::chrono::milliseconds(20));
    CHECK(reported(bench) == Reports{});
    driver.transfer({0x3B, 0, 0, 0, 0}, 4);
    driver.transfer({0x06});
    driver.transfer({0x01, 0x1C});
    CHECK(reported(bench) ==
          Reports{"U7: instruction 3Bh",
                  "U7: block protection (SRP, SEC, TB, BP) of status register 1"});
}

TEST_CASE("the LPS22HH reports the settings that it only keeps")
{
    Bench bench;
    const auto barometer = bench.make("lps22hh", "BARO");
    I2cDriver driver(bench, *barometer, 0x5C);
    driver.write(0x10, 0x12); // 1 Hz, BDU
    driver.write(0x11, 0x10);
    driver.write(0x13, 0x02);
    CHECK(reported(bench) == Reports{});
    driver.write(0x10, 0x1A);
    driver.write(0x0B, 0x40);
    CHECK(reported(bench) == Reports{"BARO: EN_LPFP, the low-pass filter (register 10h)",
                                     "BARO: AUTOREFP and AUTOZERO (register 0Bh)"});
}

TEST_CASE("the LSM6DSO reports the settings that it only keeps")
{
    Bench bench;
    const auto sensor = bench.make("lsm6dso", "IMU");
    I2cDriver driver(bench, *sensor, 0x6A);
    driver.write(0x12, 0x44); // BDU, IF_INC
    driver.write(0x10, 0x40);
    driver.write(0x11, 0x40);
    driver.write(0x18, 0xE2);
    driver.write(0x0A, 0x06);
    CHECK(reported(bench) == Reports{});
    driver.write(0x58, 0x80);
    driver.write(0x14, 0x01);
    driver.write(0x0A, 0x04);
    CHECK(reported(bench) == Reports{"IMU: INTERRUPTS_ENABLE, motion events (register 58h)",
                                     "IMU: XL_ULP_EN, rounding or self-test (register 14h)",
                                     "IMU: a FIFO mode that waits for an event (register 0Ah)"});
}

TEST_CASE("the SSD1306 reports commands that it does not know")
{
    Bench bench;
    const auto display = bench.make("ssd1306", "OLED");
    I2cDriver driver(bench, *display, 0x3C);
    driver.write(0x00, 0xAF);
    CHECK(reported(bench) == Reports{});
    driver.write(0x00, 0x23);
    CHECK(reported(bench) == Reports{"OLED: command 23h"});
}

TEST_CASE("the TMP117 reports the programming of its EEPROM")
{
    Bench bench;
    const auto sensor = bench.make("tmp117", "TH1");
    I2cDriver driver(bench, *sensor, 0x48);
    REQUIRE(driver.send({0x04, 0x80, 0x00}));
    CHECK(reported(bench) == Reports{"TH1: programming of the EEPROM (register 04h)"});
}

} // namespace perisphere::unmodelled_test
