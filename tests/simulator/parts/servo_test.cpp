#include "bench.hpp"

namespace perisphere::servo_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

struct ServoBench : Bench {
    std::unique_ptr<Part> part;
    Pin& pwm = chipPin("MT3620.GPIO4");

    explicit ServoBench(const std::string& configuration = "{}")
        : part(make("servo", "M1", configuration))
    {
        wire(pwm, pinOf(*part, "signal"));
        pwm.setDrive(digitalDrive(OutputMode::PushPull, false));
    }
    void pulse(Duration width, Duration period = 20ms)
    {
        pwm.setDrive(digitalDrive(OutputMode::PushPull, true));
        run(width);
        pwm.setDrive(digitalDrive(OutputMode::PushPull, false));
        run(period - width);
    }
    double angle() { return get<double>(*part, "angle"); }
};

} // namespace

TEST_CASE("a servo goes where the width of its pulses says")
{
    struct Row {
        Duration width;
        double degrees;
    };
    const auto row = GENERATE(Row{1ms, 0}, Row{1250us, 45}, Row{1500us, 90}, Row{2ms, 180},
                              Row{900us, 0}, Row{2200us, 180});
    ServoBench bench;
    for (int i = 0; i < 20; ++i)
        bench.pulse(row.width);
    CHECK(bench.angle() == Approx(row.degrees));
    CHECK(get<double>(*bench.part, "target") == Approx(row.degrees));
    CHECK(get<double>(*bench.part, "pulse") ==
          Approx(static_cast<double>(row.width.count()) / 1000));
}

TEST_CASE("a servo turns at its speed")
{
    ServoBench bench(R"({"degreesPerSecond": 300})");
    bench.pulse(2ms, 22ms); // 20 ms after the pulse
    CHECK(get<double>(*bench.part, "target") == Approx(180));
    CHECK(bench.angle() == Approx(90 + 6));
    for (int i = 0; i < 9; ++i)
        bench.pulse(2ms);
    bench.pulse(2ms, 22ms);
    CHECK(bench.angle() == Approx(90 + 0.222 * 300));
}

TEST_CASE("a servo without pulses stays where it is and has no events")
{
    ServoBench bench(R"({"degreesPerSecond": 300})");
    CHECK(bench.scheduler.pendingEvents() == 0);
    bench.pulse(2ms, 10ms);
    CHECK(get<bool>(*bench.part, "active"));
    bench.run(1s);
    CHECK_FALSE(get<bool>(*bench.part, "active"));
    CHECK(bench.angle() == Approx(90 + 0.050 * 300));
    CHECK(bench.scheduler.pendingEvents() == 0);
}

TEST_CASE("a servo does not take other signals for its own")
{
    ServoBench bench;
    for (int i = 0; i < 10; ++i)
        bench.pulse(10ms);
    for (int i = 0; i < 10; ++i)
        bench.pulse(100us);
    CHECK_FALSE(get<bool>(*bench.part, "active"));
    CHECK(bench.angle() == Approx(90));
}

TEST_CASE("a servo's travel and pulses are configured")
{
    ServoBench bench(
        R"({"minimumMicroseconds": 500, "maximumMicroseconds": 2500, "degrees": 270})");
    for (int i = 0; i < 40; ++i)
        bench.pulse(500us);
    CHECK(bench.angle() == Approx(0).margin(1e-6));
    for (int i = 0; i < 40; ++i)
        bench.pulse(2500us);
    CHECK(bench.angle() == Approx(270));
}

} // namespace perisphere::servo_test
