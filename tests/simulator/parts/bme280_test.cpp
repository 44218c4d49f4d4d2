#include "drivers.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace perisphere::bme280_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

/// Reads the trimming values and compensates as the datasheet's two sets of formulas do.
struct ClimateBench : Bench {
    std::unique_ptr<Part> part = make("bme280", "ENV");
    I2cDriver driver{*this, *part, 0x76};

    struct Trimming {
        int t1, t2, t3;
        std::array<int, 10> p; // from 1
        int h1, h2, h3, h4, h5, h6;
    };
    struct Raw {
        std::int32_t temperature, pressure, humidity;
    };
    struct Climate {
        double celsius, pascals, percent;
    };

    Trimming trimming()
    {
        const Bytes a = driver.read(0x88, 26);
        const Bytes b = driver.read(0xE1, 7);
        const auto word = [](const Bytes& bytes, std::size_t at) {
            return bytes[at] | bytes[at + 1] << 8;
        };
        const auto sword = [&](const Bytes& bytes, std::size_t at) {
            return int{static_cast<std::int16_t>(word(bytes, at))};
        };
        Trimming trim{};
        trim.t1 = word(a, 0);
        trim.t2 = sword(a, 2);
        trim.t3 = sword(a, 4);
        trim.p[1] = word(a, 6);
        for (std::size_t n = 2; n <= 9; ++n)
            trim.p.at(n) = sword(a, 4 + 2 * n);
        trim.h1 = a[25];
        trim.h2 = sword(b, 0);
        trim.h3 = b[2];
        trim.h4 = static_cast<std::int8_t>(b[3]) * 16 + (b[4] & 0x0F);
        trim.h5 = static_cast<std::int8_t>(b[5]) * 16 + (b[4] >> 4);
        trim.h6 = static_cast<std::int8_t>(b[6]);
        return trim;
    }

    Raw raw()
    {
        const Bytes data = driver.read(0xF7, 8);
        const auto twenty = [&](std::size_t at) {
            return data[at] << 12 | data[at + 1] << 4 | data[at + 2] >> 4;
        };
        return {twenty(3), twenty(0), data[6] << 8 | data[7]};
    }

    Climate compensated()
    {
        const Trimming trim = trimming();
        const Raw adc = raw();
        Climate climate{};
        double var1 = (adc.temperature / 16384.0 - trim.t1 / 1024.0) * trim.t2;
        double var2 = std::pow(adc.temperature / 131072.0 - trim.t1 / 8192.0, 2) * trim.t3;
        const double fine = std::trunc(var1 + var2);
        climate.celsius = (var1 + var2) / 5120.0;

        var1 = fine / 2 - 64000;
        var2 = var1 * var1 * trim.p[6] / 32768;
        var2 += var1 * trim.p[5] * 2;
        var2 = var2 / 4 + trim.p[4] * 65536.0;
        var1 = (trim.p[3] * var1 * var1 / 524288 + trim.p[2] * var1) / 524288;
        var1 = (1 + var1 / 32768) * trim.p[1];
        double p = 1048576.0 - adc.pressure;
        p = (p - var2 / 4096) * 6250 / var1;
        var1 = trim.p[9] * p * p / 2147483648.0;
        var2 = p * trim.p[8] / 32768;
        climate.pascals = p + (var1 + var2 + trim.p[7]) / 16;

        double h = fine - 76800;
        h = (adc.humidity - (trim.h4 * 64.0 + trim.h5 / 16384.0 * h)) *
            (trim.h2 / 65536.0 * (1 + trim.h6 / 67108864.0 * h * (1 + trim.h3 / 67108864.0 * h)));
        climate.percent = h * (1 - trim.h1 * h / 524288);
        return climate;
    }

    /// With 32-bit and 64-bit integers.
    Climate compensatedInIntegers()
    {
        const Trimming trim = trimming();
        const Raw adc = raw();
        const auto wide = [](int value) { return std::int64_t{value}; };
        Climate climate{};
        const std::int32_t first = (((adc.temperature >> 3) - (trim.t1 << 1)) * trim.t2) >> 11;
        const std::int32_t offset = (adc.temperature >> 4) - trim.t1;
        const std::int32_t fine = first + ((((offset * offset) >> 12) * trim.t3) >> 14);
        climate.celsius = ((fine * 5 + 128) >> 8) / 100.0;

        std::int64_t var1 = wide(fine) - 128000;
        std::int64_t var2 = var1 * var1 * trim.p[6];
        var2 += (var1 * trim.p[5]) * 131072;
        var2 += wide(trim.p[4]) * 34359738368;
        var1 = ((var1 * var1 * trim.p[3]) >> 8) + var1 * trim.p[2] * 4096;
        var1 = ((std::int64_t{1} << 47) + var1) * trim.p[1] >> 33;
        std::int64_t p = 1048576 - adc.pressure;
        p = (p * 2147483648 - var2) * 3125 / var1;
        var1 = (wide(trim.p[9]) * (p >> 13) * (p >> 13)) >> 25;
        var2 = (wide(trim.p[8]) * p) >> 19;
        p = ((p + var1 + var2) >> 8) + wide(trim.p[7]) * 16;
        climate.pascals = static_cast<double>(p) / 256;

        const std::int32_t x = fine - 76800;
        std::int32_t h = (((adc.humidity << 14) - trim.h4 * 1048576 - trim.h5 * x) + 16384) >> 15;
        const std::int32_t slope =
            ((((x * trim.h6) >> 10) * (((x * trim.h3) >> 11) + 32768)) >> 10) + 2097152;
        h *= (slope * trim.h2 + 8192) >> 14;
        h -= ((((h >> 15) * (h >> 15)) >> 7) * trim.h1) >> 4;
        climate.percent = (std::clamp(h, 0, 419430400) >> 12) / 1024.0;
        return climate;
    }

    /// The most oversampling, once.
    void measure()
    {
        driver.write(0xF2, 0x05);
        driver.write(0xF4, 0xB5);
        run(1ms + 32ms + 32500us + 32500us);
        REQUIRE((driver.read(0xF3) & 0x08) == 0);
    }
};

} // namespace

TEST_CASE("the BME280 has its identification and defaults, at either address")
{
    ClimateBench bench;
    CHECK(bench.driver.read(0xD0) == 0x60);
    CHECK(bench.driver.read(0xF3) == 0x01); // im_update until it started
    bench.run(2ms);
    CHECK(bench.driver.read(0xF3) == 0x00);
    CHECK(bench.driver.read(0xF4) == 0x00);
    CHECK(bench.driver.read(0xF7, 8) == Bytes{0x80, 0, 0, 0x80, 0, 0, 0x80, 0});
    CHECK(bench.scheduler.pendingEvents() == 0);
    Bench other;
    const auto part = other.make("bme280", "ENV", R"({"address": 119})");
    I2cDriver driver(other, *part, 0x77);
    CHECK(driver.read(0xD0) == 0x60);
    CHECK_FALSE(driver.probe(0x76));
}

TEST_CASE("the BME280's raw values compensate to the climate around it, by both sets of formulas")
{
    struct Row {
        double celsius, hectopascals, percent;
    };
    const auto row = GENERATE(Row{-40, 300, 0}, Row{-40, 1100, 100}, Row{0, 1013.25, 33.3},
                              Row{21.37, 987.65, 56.7}, Row{85, 300, 100}, Row{85, 1100, 1.5});
    ClimateBench bench;
    set(*bench.part, "temperature", row.celsius);
    set(*bench.part, "pressure", row.hectopascals);
    set(*bench.part, "humidity", row.percent);
    bench.measure();
    const auto exact = bench.compensated();
    CHECK(exact.celsius == Approx(row.celsius).margin(0.001));
    CHECK(exact.pascals == Approx(row.hectopascals * 100).margin(0.2));
    CHECK(exact.percent == Approx(row.percent).margin(0.008));
    const auto coarse = bench.compensatedInIntegers();
    CHECK(coarse.celsius == Approx(row.celsius).margin(0.011));
    CHECK(coarse.pascals == Approx(row.hectopascals * 100).margin(2));
    CHECK(coarse.percent == Approx(row.percent).margin(0.05));
}

TEST_CASE("the BME280 measures once in forced mode, in its time, and sleeps")
{
    ClimateBench bench;
    bench.run(2ms);
    bench.driver.write(0xF2, 0x01);
    bench.driver.write(0xF4, 0x25); // one sample of each, forced
    bench.run(1ms + 2ms + 2500us + 2500us - 1us);
    CHECK(bench.driver.read(0xF3) == 0x08);
    CHECK(bench.driver.read(0xF4) == 0x25);
    CHECK(bench.raw().temperature == 0x80000);
    bench.run(1us);
    CHECK(bench.driver.read(0xF3) == 0x00);
    CHECK(bench.driver.read(0xF4) == 0x24);
    CHECK(bench.scheduler.pendingEvents() == 0);
    const auto raw = bench.raw();
    CHECK((raw.temperature & 0xF) == 0); // 16 bits of one sample
    CHECK((raw.pressure & 0xF) == 0);
    const auto climate = bench.compensated();
    CHECK(climate.celsius == Approx(22).margin(0.0026));
    CHECK(climate.pascals == Approx(101325).margin(2));
    CHECK(climate.percent == Approx(45).margin(0.01));
}

TEST_CASE("the BME280 in normal mode measures after each standby time")
{
    ClimateBench bench;
    bench.run(2ms);
    bench.driver.write(0xF5, 0x40); // 125 ms
    bench.driver.write(0xF4, 0x23); // temperature only
    bench.run(3ms);
    CHECK(bench.compensated().celsius == Approx(22).margin(0.0026));
    CHECK(bench.raw().humidity == 0x8000);
    CHECK(bench.raw().pressure == 0x80000);
    set(*bench.part, "temperature", 30.0);
    bench.run(125ms + 3ms - 1us);
    CHECK(bench.compensated().celsius == Approx(22).margin(0.0026));
    bench.run(1us);
    CHECK(bench.compensated().celsius == Approx(30).margin(0.0026));
    bench.driver.write(0xF4, 0x20); // sleep
    CHECK(bench.scheduler.pendingEvents() == 0);
}

TEST_CASE("the BME280 takes over a new mode and humidity control at the datasheet's moments")
{
    ClimateBench bench;
    bench.run(2ms);
    bench.driver.write(0xF4, 0x23);
    bench.run(1ms);
    bench.driver.write(0xF4, 0x20); // sleep, once the measurement is done
    CHECK(bench.driver.read(0xF3) == 0x08);
    bench.run(2ms);
    CHECK(bench.driver.read(0xF3) == 0x00);
    CHECK(bench.scheduler.pendingEvents() == 0);
    bench.driver.write(0xF4, 0x21);
    bench.driver.write(0xF2, 0x01); // without a write of ctrl_meas after it
    bench.run(20ms);
    CHECK(bench.raw().humidity == 0x8000);
}

TEST_CASE("the BME280's filter follows a step by and by")
{
    ClimateBench bench;
    bench.driver.write(0xF5, 0x04); // coefficient 2
    bench.driver.write(0xF4, 0x21);
    bench.run(3ms);
    CHECK(bench.compensated().celsius == Approx(22).margin(0.003));
    set(*bench.part, "temperature", 30.0);
    bench.driver.write(0xF4, 0x21);
    bench.run(3ms);
    CHECK(bench.compensated().celsius == Approx(26).margin(0.01));
    bench.driver.write(0xF4, 0x21);
    bench.run(3ms);
    CHECK(bench.compensated().celsius == Approx(28).margin(0.01));
}

TEST_CASE("a burst from the BME280 belongs to one measurement")
{
    ClimateBench bench;
    bench.driver.write(0xF4, 0x25);
    bench.run(20ms);
    const Bytes before = bench.driver.read(0xF7, 6);
    const auto targets =
        bench.buses.i2cTargets(pinOf(*bench.part, "SCL"), pinOf(*bench.part, "SDA"));
    REQUIRE(targets.size() == 1);
    set(*bench.part, "pressure", 900.0);
    bench.driver.write(0xF4, 0x25);
    REQUIRE(targets[0]->start(0x76, bus::I2cAccess::Write));
    targets[0]->write(0xF7);
    REQUIRE(targets[0]->start(0x76, bus::I2cAccess::Read));
    Bytes during = {targets[0]->read()};
    bench.run(20ms);
    while (during.size() < 6)
        during.push_back(targets[0]->read());
    targets[0]->stop();
    CHECK(during == before);
    CHECK(bench.driver.read(0xF7, 6) != before);
}

TEST_CASE("the BME280 resets, and reports what it leaves out")
{
    ClimateBench bench;
    bench.driver.write(0xF5, 0x41);
    REQUIRE(bench.unmodelled.all().size() == 1);
    CHECK(bench.unmodelled.all()[0].what == "spi3w_en, SPI on three wires (register F5h)");
    bench.measure();
    bench.driver.write(0xE0, 0xB6);
    CHECK(bench.driver.read(0xF3) == 0x01);
    CHECK(bench.driver.read(0xF5) == 0x00);
    CHECK(bench.raw().temperature == 0x80000);
    CHECK(bench.unmodelled.all().size() == 1);
}

} // namespace perisphere::bme280_test
