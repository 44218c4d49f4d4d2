// Who wins on a net: every pair of drives, and Ohm's law where resistors join nets.
#include "perisphere/engine/net.hpp"

#include <catch2/catch.hpp>

#include <array>

namespace perisphere::resolution_test
{

using namespace perisphere::engine;

namespace
{

constexpr Voltage kHigh = kSupply3V3;
constexpr Voltage kHalf = Voltage::millivolts(1650);

struct Named {
    const char* name;
    Drive drive;
};
const std::array kDrives = {
    Named{"none", Drive::none()},
    Named{"pull low", Drive::pull(kGround)},
    Named{"pull high", Drive::pull(kHigh)},
    Named{"weak low", Drive::weak(kGround)},
    Named{"weak high", Drive::weak(kHigh)},
    Named{"strong low", Drive::strong(kGround)},
    Named{"strong high", Drive::strong(kHigh)},
};

/// What the net of the two drives comes to, written out: Z, or p/w/s for the strength and 0, 1 or
/// m (the middle) for the voltage, ! for a conflict. Rows and columns as in kDrives.
constexpr std::array<std::array<const char*, 7>, 7> kExpected = {{
    {"Z", "p0", "p1", "w0", "w1", "s0", "s1"},
    {"p0", "p0", "pm", "w0", "w1", "s0", "s1"},
    {"p1", "pm", "p1", "w0", "w1", "s0", "s1"},
    {"w0", "w0", "w0", "w0", "wm", "s0", "s1"},
    {"w1", "w1", "w1", "wm", "w1", "s0", "s1"},
    {"s0", "s0", "s0", "s0", "s0", "s0", "sm!"},
    {"s1", "s1", "s1", "s1", "s1", "sm!", "s1"},
}};

struct Conflicts final : ConflictListener {
    int begun = 0;
    void conflictChanged(const Conflict& /*conflict*/) override { ++begun; }
    void conflictEnded(const Conflict& /*conflict*/) override {}
};

std::string written(const PinState& state, bool conflict)
{
    if (state.strength == Strength::HighImpedance)
        return "Z";
    std::string text(1, "?pws"[static_cast<int>(state.strength)]);
    text += state.voltage == kGround ? '0' : state.voltage == kHigh ? '1' : '?';
    if (state.voltage == kHalf)
        text.back() = 'm';
    return conflict ? text + '!' : text;
}

struct Bench {
    Scheduler scheduler;
    Netlist nets{scheduler};
};

} // namespace

TEST_CASE("every pair of drives on a net comes to what the table says")
{
    for (std::size_t a = 0; a < kDrives.size(); ++a)
        for (std::size_t b = 0; b < kDrives.size(); ++b) {
            INFO(kDrives[a].name << " against " << kDrives[b].name);
            Bench bench;
            Conflicts conflicts;
            bench.nets.setConflictListener(&conflicts);
            Pin first(bench.nets, "a");
            Pin second(bench.nets, "b");
            const Wire wire(bench.nets, first, second);
            first.setDrive(kDrives[a].drive);
            second.setDrive(kDrives[b].drive);
            CHECK(written(first.state(), conflicts.begun > 0) == kExpected[a][b]);
            CHECK(second.state() == first.state());
        }
}

TEST_CASE("output stages let go of the level that they do not drive")
{
    CHECK(digitalDrive(OutputMode::PushPull, true) == Drive::strong(kHigh));
    CHECK(digitalDrive(OutputMode::PushPull, false) == Drive::strong(kGround));
    CHECK(digitalDrive(OutputMode::OpenDrain, true) == Drive::none());
    CHECK(digitalDrive(OutputMode::OpenDrain, false) == Drive::strong(kGround));
    CHECK(digitalDrive(OutputMode::OpenSource, true) == Drive::strong(kHigh));
    CHECK(digitalDrive(OutputMode::OpenSource, false) == Drive::none());
}

TEST_CASE("a pin's output and pull resistor act together")
{
    Bench bench;
    Pin pin(bench.nets, "a");
    pin.setPull(Drive::pull(kHigh));
    CHECK(pin.level() == Level::High);
    pin.setDrive(digitalDrive(OutputMode::OpenDrain, false));
    CHECK(pin.level() == Level::Low);
    pin.setDrive(digitalDrive(OutputMode::OpenDrain, true));
    CHECK(pin.level() == Level::High);
}

TEST_CASE("a voltage divider gives the voltage of Ohm's law")
{
    Bench bench;
    Pin supply(bench.nets, "supply");
    Pin ground(bench.nets, "ground");
    Pin middle(bench.nets, "middle");
    supply.setDrive(Drive::strong(kHigh));
    ground.setDrive(Drive::strong(kGround));
    const Wire upper(bench.nets, supply, middle, 4'700);
    Wire lower(bench.nets, middle, ground, 10'000);
    CHECK(middle.voltage() == Voltage::microvolts(2244898)); // 3.3 V * 10 / 14.7
    CHECK(middle.state().strength == Strength::Weak);
    lower.setOhms(4'700); // a thermistor that warms up
    CHECK(middle.voltage() == kHalf);
    lower.setConnected(false);
    CHECK(middle.voltage() == kHigh);
}

TEST_CASE("a resistor ladder has the voltage of Ohm's law at every step")
{
    Bench bench;
    Pin supply(bench.nets, "supply");
    Pin ground(bench.nets, "ground");
    Pin a(bench.nets, "a");
    Pin b(bench.nets, "b");
    supply.setDrive(Drive::strong(kHigh));
    ground.setDrive(Drive::strong(kGround));
    const Wire first(bench.nets, b, ground, 10'000); // in an order unlike the ladder's
    const Wire second(bench.nets, supply, a, 10'000);
    const Wire third(bench.nets, a, b, 10'000);
    CHECK(a.voltage() == Voltage::millivolts(2200));
    CHECK(b.voltage() == Voltage::millivolts(1100));
}

TEST_CASE("a chip's pull-up divides with an outer resistor, and a strong driver beats both")
{
    Bench bench;
    Pin chip(bench.nets, "chip");
    Pin ground(bench.nets, "ground");
    chip.setPull(Drive::pull(kHigh, 47'000));
    ground.setDrive(Drive::strong(kGround));
    const Wire resistor(bench.nets, chip, ground, 47'000);
    CHECK(chip.voltage() == kHalf);
    chip.setDrive(Drive::strong(kHigh));
    CHECK(chip.voltage() == kHigh);
    CHECK(ground.voltage() == kGround);
}

TEST_CASE("nothing comes through a resistor from a net that nobody drives")
{
    Bench bench;
    Pin a(bench.nets, "a");
    Pin b(bench.nets, "b");
    const Wire resistor(bench.nets, a, b, 100);
    CHECK(a.level() == Level::Floating);
    b.setDrive(Drive::strong(kHigh));
    CHECK(a.level() == Level::High);
    b.setDrive(Drive::none());
    CHECK(a.level() == Level::Floating);
}

} // namespace perisphere::resolution_test
