#include "machine_activity.hpp"

#include "perisphere/engine/net.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>

namespace perisphere::machine_activity_test
{

using namespace perisphere::runtime;
using Catch::Contains;
using engine::atNanoseconds;

namespace
{

struct Bench {
    engine::Scheduler scheduler;
    engine::Netlist nets{scheduler};
    engine::Pin txd{nets, "MT3620.GPIO26"};
    MachineActivity activity{scheduler, true};

    void at(std::int64_t time) { REQUIRE(scheduler.runUntil(atNanoseconds(time))); }
    void send(std::int64_t time, std::string_view characters)
    {
        at(time);
        activity.uartSent(
            txd, {reinterpret_cast<const std::uint8_t*>(characters.data()), characters.size()},
            {.baudRate = 1'000'000});
    }
    [[nodiscard]] std::string json() const { return activity.timeline(nullptr).toJson(); }
};

} // namespace

TEST_CASE("an I2C transaction is one slice from START to STOP")
{
    Bench bench;
    bench.at(1'000);
    bench.activity.i2cBegan(2);
    bench.at(2'000);
    bench.activity.i2cAddressed(2, 0x6A, bus::I2cAccess::Write, true);
    bench.activity.i2cPassed(2, 0x0F, true);
    bench.activity.i2cAddressed(2, 0x6A, bus::I2cAccess::Read, true);
    bench.activity.i2cPassed(2, 0x6C, true);
    bench.at(5'000);
    bench.activity.i2cEnded(2);
    bench.activity.i2cEnded(2); // nothing more
    CHECK_THAT(bench.json(), Contains("\"args\":{\"name\":\"I2C of ISU2\"}"));
    CHECK_THAT(bench.json(),
               Contains("\"ts\":1.000,\"cat\":\"i2c\",\"name\":\"write 0x6A, read 0x6A\","
                        "\"dur\":4.000,\"args\":{\"detail\":\"write 0x6A: 0F; read 0x6A: 6C\"}"));
}

TEST_CASE("an I2C transaction that nobody acknowledges says so, one that hangs lasts")
{
    Bench bench;
    bench.activity.i2cBegan(0);
    bench.activity.i2cAddressed(0, 0x50, bus::I2cAccess::Write, false);
    bench.at(700);
    CHECK_THAT(bench.json(), Contains("\"name\":\"write 0x50\",\"dur\":0.700"));
    CHECK_THAT(bench.json(), Contains("write 0x50: not acknowledged"));
}

TEST_CASE("of a long transfer the first bytes are shown")
{
    Bench bench;
    bench.activity.spiBegan(1);
    for (int i = 0; i < 40; ++i)
        bench.activity.spiPassed(1, 0x9F, 0xEF, {});
    bench.at(800);
    bench.activity.spiEnded(1);
    CHECK_THAT(bench.json(), Contains("\"cat\":\"spi\",\"name\":\"40 bytes\",\"dur\":0.800"));
    CHECK_THAT(bench.json(), Contains("9F and 8 more; MISO EF"));
}

TEST_CASE("characters without a pause are one slice, up to the end of a line")
{
    Bench bench;
    for (int i = 1; i <= 3; ++i) // 10 bits of 1 us each
        bench.send(10'000 * i, std::string(1, "ab\n"[i - 1]));
    bench.send(40'000, "c");
    bench.send(90'000, "d\x01");
    const std::string text = bench.json();
    CHECK_THAT(text, Contains("\"name\":\"UART from MT3620.GPIO26\""));
    CHECK_THAT(text, Contains("\"ts\":0.000,\"cat\":\"uart\",\"name\":\"ab\\\\n\",\"dur\":30.000"));
    CHECK_THAT(text, Contains("\"ts\":30.000,\"cat\":\"uart\",\"name\":\"c\",\"dur\":10.000"));
    CHECK_THAT(text,
               Contains("\"ts\":70.000,\"cat\":\"uart\",\"name\":\"d\\\\x01\",\"dur\":20.000"));
}

TEST_CASE("a conversion ends when it is told")
{
    Bench bench;
    bench.at(30'000);
    bench.activity.converted(3, 2048, std::chrono::microseconds(25));
    CHECK_THAT(bench.json(), Contains("\"ts\":5.000,\"cat\":\"adc\",\"name\":\"channel 3\","
                                      "\"dur\":25.000,\"args\":{\"detail\":\"2048\"}"));
}

} // namespace perisphere::machine_activity_test
