#include "perisphere/engine/net.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <string>

namespace perisphere::net_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

const Drive kLow = Drive::strong(kGround);
const Drive kHigh = Drive::strong(kSupply3V3);

struct Bench {
    Scheduler scheduler;
    Netlist nets{scheduler};
};

struct ConflictLog final : ConflictListener {
    std::vector<std::string> lines;
    void conflictChanged(const Conflict& conflict) override { note("conflict", conflict); }
    void conflictEnded(const Conflict& conflict) override { note("ended", conflict); }

private:
    void note(std::string line, const Conflict& conflict)
    {
        for (const auto& pin : conflict.pins)
            line += ' ' + pin;
        lines.push_back(line + " at " + toString(conflict.time));
    }
};

} // namespace

TEST_CASE("a floating net keeps its voltage and its read, and says that it floats")
{
    Bench bench;
    Pin driver(bench.nets, "driver");
    Pin reader(bench.nets, "reader");
    CHECK(reader.level() == Level::Floating);
    CHECK_FALSE(reader.isHigh());
    const Wire wire(bench.nets, driver, reader);
    driver.setDrive(kHigh);
    CHECK(reader.level() == Level::High);
    driver.setDrive(Drive::none());
    CHECK(reader.level() == Level::Floating);
    CHECK(reader.isHigh());
    CHECK(reader.voltage() == kSupply3V3);
}

TEST_CASE("an input with hysteresis changes only beyond its thresholds")
{
    Bench bench;
    Pin pin(bench.nets, "pin", Threshold{Voltage::millivolts(800), Voltage::millivolts(2000)});
    std::string reads;
    for (const int millivolts : {0, 1900, 1999, 2000, 1500, 801, 800, 1500, 3300}) {
        pin.setDrive(Drive::strong(Voltage::millivolts(millivolts)));
        reads += pin.isHigh() ? '1' : '0';
    }
    CHECK(reads == "000111001");
}

TEST_CASE("each pin reads the net by its own thresholds")
{
    Bench bench;
    Pin driver(bench.nets, "driver");
    Pin ttl(bench.nets, "ttl");
    Pin cmos(bench.nets, "cmos", Threshold::cmos(kSupply3V3));
    const Wire first(bench.nets, driver, ttl);
    const Wire second(bench.nets, driver, cmos);
    driver.setDrive(Drive::strong(Voltage::millivolts(2100)));
    CHECK(ttl.isHigh());
    CHECK_FALSE(cmos.isHigh());
    cmos.setThreshold({Voltage::millivolts(500), Voltage::millivolts(1000)});
    CHECK(cmos.isHigh());
}

TEST_CASE("an open-drain bus is low while anyone pulls it low")
{
    Bench bench;
    Pin a(bench.nets, "a");
    Pin b(bench.nets, "b");
    Pin c(bench.nets, "c");
    const Wire first(bench.nets, a, b);
    const Wire second(bench.nets, b, c);
    c.setPull(Drive::weak(kSupply3V3, 2'200));
    const auto pull = [](Pin& pin, bool low) {
        pin.setDrive(digitalDrive(OutputMode::OpenDrain, !low));
    };
    CHECK(c.isHigh());
    pull(a, true);
    CHECK_FALSE(c.isHigh());
    pull(b, true);
    pull(a, false);
    CHECK_FALSE(c.isHigh());
    pull(b, false);
    CHECK(c.isHigh());
}

TEST_CASE("observers of a net are told in the order they registered, with the time")
{
    Bench bench;
    Pin a(bench.nets, "a");
    Pin b(bench.nets, "b");
    const Wire wire(bench.nets, a, b);
    std::string told;
    const auto log = [&told](char name) {
        return [&told, name](const PinChange& change) {
            told += name;
            told += change.isRising() ? '^' : 'v';
            told += std::to_string(toNanoseconds(change.time)) + ' ';
        };
    };
    const auto first = b.onLevel(log('1'));
    const auto second = a.onLevel(log('2'));
    const auto third = b.onLevel(log('3'));
    bench.scheduler.after(5ns, "test", [&] { a.setDrive(kHigh); });
    bench.scheduler.after(9ns, "test", [&] { a.setDrive(kLow); });
    REQUIRE(bench.scheduler.runUntil(atNanoseconds(10)));
    CHECK(told == "1^5 2^5 3^5 1v9 2v9 3v9 ");
}

TEST_CASE("level observers are told of levels, change observers of every voltage")
{
    Bench bench;
    Pin pin(bench.nets, "pin");
    int levels = 0;
    int changes = 0;
    const auto onLevel = pin.onLevel([&](const PinChange&) { ++levels; });
    const auto onChange = pin.onChange([&](const PinChange&) { ++changes; });
    pin.setDrive(Drive::strong(kGround)); // from floating
    pin.setDrive(Drive::strong(Voltage::millivolts(100)));
    pin.setDrive(Drive::strong(Voltage::millivolts(100)));
    pin.setDrive(kHigh);
    CHECK(levels == 2);
    CHECK(changes == 3);
}

TEST_CASE("what an observer changes waits until all have been told of the change before")
{
    Bench bench;
    Pin input(bench.nets, "input");
    Pin output(bench.nets, "output");
    std::string told;
    // An inverter that registered first, and two who watch.
    const auto inverter = input.onLevel([&](const PinChange& change) {
        output.setDrive(change.after.high ? kLow : kHigh);
        told += "inverter sees output ";
        told += output.isHigh() ? "1; " : "0; ";
    });
    const auto watchOutput =
        output.onLevel([&](const PinChange&) { told += output.isHigh() ? "out 1; " : "out 0; "; });
    const auto watchInput =
        input.onLevel([&](const PinChange&) { told += input.isHigh() ? "in 1; " : "in 0; "; });
    input.setDrive(kLow);
    CHECK(told == "inverter sees output 0; in 0; out 1; ");
    told.clear();
    input.setDrive(kHigh);
    CHECK(told == "inverter sees output 1; in 1; out 0; ");
}

TEST_CASE("a pulse that an observer makes is seen as two changes, by all and in order")
{
    Bench bench;
    Pin trigger(bench.nets, "trigger");
    Pin pulse(bench.nets, "pulse");
    std::string seen;
    pulse.setDrive(kLow);
    const auto maker = trigger.onLevel([&](const PinChange&) {
        pulse.setDrive(kHigh);
        pulse.setDrive(kLow);
        CHECK(pulse.drive() == kLow); // what was asked
        CHECK_FALSE(pulse.isHigh());  // nothing has happened yet
    });
    const auto watcher =
        pulse.onLevel([&](const PinChange& change) { seen += change.after.high ? '1' : '0'; });
    trigger.setDrive(kHigh);
    CHECK(seen == "10");
}

TEST_CASE("an observer may end itself and others, even those not yet told")
{
    Bench bench;
    Pin pin(bench.nets, "pin");
    std::string told;
    Subscription first;
    Subscription second;
    first = pin.onLevel([&](const PinChange&) {
        told += '1';
        first.end();
        second.end();
    });
    second = pin.onLevel([&](const PinChange&) { told += '2'; });
    const auto third = pin.onLevel([&](const PinChange&) { told += '3'; });
    pin.setDrive(kHigh);
    pin.setDrive(kLow);
    CHECK(told == "133");
}

TEST_CASE("a subscription that outlives its netlist ends harmlessly")
{
    Subscription subscription;
    {
        Bench bench;
        Pin pin(bench.nets, "pin");
        subscription = pin.onLevel([](const PinChange&) {});
    }
    subscription.end();
    SUCCEED();
}

TEST_CASE("a circle of pins that never comes to rest is cut and reported by name")
{
    Bench bench;
    Pin input(bench.nets, "ring.input");
    Pin output(bench.nets, "ring.output");
    const Wire wire(bench.nets, input, output);
    const auto inverter = input.onLevel(
        [&](const PinChange& change) { output.setDrive(change.after.high ? kLow : kHigh); });
    bench.scheduler.after(1us, "test", [&] { output.setDrive(kHigh); });
    const auto done = bench.scheduler.runUntil(atNanoseconds(5000));
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::LimitExceeded);
    CHECK_THAT(done.error().message, Catch::Contains("\"ring.output\""));
    CHECK(bench.scheduler.now() == atNanoseconds(1000));
}

TEST_CASE("drivers at odds are reported once, with names, and once when they agree")
{
    Bench bench;
    ConflictLog log;
    bench.nets.setConflictListener(&log);
    Pin a(bench.nets, "MT3620.GPIO0");
    Pin b(bench.nets, "button.1");
    Pin c(bench.nets, "led.anode");
    const Wire first(bench.nets, a, b);
    const Wire second(bench.nets, b, c);
    a.setDrive(kHigh);
    b.setDrive(Drive::pull(kGround));
    CHECK(log.lines.empty());
    bench.scheduler.advanceTo(atNanoseconds(7));
    b.setDrive(kLow);
    a.setPull(Drive::pull(kSupply3V3)); // changes nothing in the conflict
    c.setDrive(kLow);
    a.setDrive(Drive::none());
    CHECK(log.lines ==
          std::vector<std::string>{"conflict MT3620.GPIO0 button.1 at 0.000000007 s",
                                   "conflict MT3620.GPIO0 button.1 led.anode at 0.000000007 s",
                                   "ended MT3620.GPIO0 button.1 led.anode at 0.000000007 s"});
}

TEST_CASE("supplies that differ a little are not in conflict")
{
    Bench bench;
    ConflictLog log;
    bench.nets.setConflictListener(&log);
    Pin a(bench.nets, "a");
    Pin b(bench.nets, "b");
    const Wire wire(bench.nets, a, b);
    a.setDrive(Drive::strong(Voltage::millivolts(3300)));
    b.setDrive(Drive::strong(Voltage::millivolts(3200)));
    CHECK(log.lines.empty());
    CHECK(a.voltage() == Voltage::millivolts(3250));
}

TEST_CASE("a button joins two nets while it is pressed and splits them after")
{
    Bench bench;
    Pin gpio(bench.nets, "gpio");
    Pin buttonA(bench.nets, "button.1");
    Pin buttonB(bench.nets, "button.2");
    Pin ground(bench.nets, "ground");
    gpio.setPull(Drive::pull(kSupply3V3));
    ground.setDrive(kLow);
    const Wire left(bench.nets, gpio, buttonA);
    const Wire right(bench.nets, buttonB, ground);
    const std::uint32_t ohms = GENERATE(0U, 1U, 100U);
    Wire contact(bench.nets, buttonA, buttonB, ohms, false);
    std::string levels;
    const auto watch =
        gpio.onLevel([&](const PinChange& change) { levels += change.after.high ? '1' : '0'; });
    CHECK(gpio.isHigh());
    contact.setConnected(true);
    CHECK_FALSE(gpio.isHigh());
    CHECK(bench.nets.netOf(gpio).size() == (ohms == 0 ? 4U : 2U));
    contact.setConnected(false);
    CHECK(gpio.isHigh());
    CHECK(levels == "01");
    CHECK(bench.nets.netOf(gpio).size() == 2);
}

TEST_CASE("of two wires between nets, both must go before the nets are split")
{
    Bench bench;
    Pin a(bench.nets, "a");
    Pin b(bench.nets, "b");
    a.setDrive(kHigh);
    std::optional<Wire> first(std::in_place, bench.nets, a, b);
    std::optional<Wire> second(std::in_place, bench.nets, b, a);
    first.reset();
    CHECK(b.level() == Level::High);
    second.reset();
    CHECK(b.level() == Level::Floating);
}

TEST_CASE("a wire that is moved joins on, and is cut once")
{
    Bench bench;
    Pin a(bench.nets, "a");
    Pin b(bench.nets, "b");
    a.setDrive(kHigh);
    std::vector<Wire> wires;
    wires.emplace_back(bench.nets, a, b);
    wires.reserve(100);
    CHECK(b.level() == Level::High);
    wires.clear();
    CHECK(b.level() == Level::Floating);
}

TEST_CASE("a pin that goes takes its drive and its wires along")
{
    Bench bench;
    Pin a(bench.nets, "a");
    Pin c(bench.nets, "c");
    std::optional<Pin> b(std::in_place, bench.nets, "b");
    Wire first(bench.nets, a, *b);
    const Wire second(bench.nets, *b, c);
    b->setDrive(kHigh);
    CHECK(c.level() == Level::High);
    b.reset();
    CHECK(c.level() == Level::Floating);
    a.setDrive(kLow);
    CHECK(c.level() == Level::Floating);
    first.setConnected(false); // a wire without its pin
    CHECK(bench.nets.pins().size() == 2);
}

TEST_CASE("pins and wires may come and go while a change is told")
{
    Bench bench;
    Pin trigger(bench.nets, "trigger");
    std::optional<Pin> victim(std::in_place, bench.nets, "victim");
    std::optional<Pin> born;
    std::optional<Wire> wire;
    std::optional<Wire> old(std::in_place, bench.nets, trigger, *victim);
    bool victimTold = false;
    const auto first = trigger.onLevel([&](const PinChange&) {
        victim.reset();
        old.reset();
        born.emplace(bench.nets, "born");
        wire.emplace(bench.nets, trigger, *born);
    });
    const auto second = victim->onLevel([&](const PinChange&) { victimTold = true; });
    trigger.setDrive(kHigh);
    CHECK_FALSE(victimTold);
    CHECK(born->level() == Level::High);
    CHECK(bench.nets.pins().size() == 2);
}

TEST_CASE("a pin is found by its name, a mistyped one with the nearest")
{
    Bench bench;
    Pin a(bench.nets, "MT3620.GPIO8");
    const Pin b(bench.nets, "led1.anode");
    CHECK(*bench.nets.findPin("MT3620.GPIO8") == &a);
    const auto missing = bench.nets.findPin("led1.anod");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::NotFound);
    CHECK(missing.error().toString() ==
          "there is no pin \"led1.anod\"; did you mean \"led1.anode\"?");
}

} // namespace perisphere::net_test
