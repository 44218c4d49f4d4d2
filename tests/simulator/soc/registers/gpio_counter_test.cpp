#include "perisphere/soc/registers/gpio_counter.hpp"

#include "../chip.hpp"
#include "wires.hpp"

#include <array>

namespace perisphere::gpio_counter_test
{

using namespace perisphere::engine;
using namespace perisphere::soc;
using namespace std::chrono_literals;
using test::rmwClear;
using test::rmwSet;

namespace
{

constexpr std::uint32_t kStatic0 = 0x00;
constexpr std::uint32_t kStatic3 = 0x0C;
constexpr std::uint32_t kDynamic = 0x10;
constexpr std::uint32_t kIntEn = 0x30;
constexpr std::uint32_t kStsClr = 0x34;
constexpr std::uint32_t kSts = 0x38;
constexpr std::uint32_t kFifoSts = 0x40;
constexpr std::uint32_t kCap0 = 0x44;
constexpr std::uint32_t kCap1 = 0x48;
constexpr std::uint32_t kValue = 0x4C;
constexpr unsigned kIrq = 74; // group 3

struct Fixture : test::Chip {
    Fixture()
    {
        for (unsigned pin = 0; pin < 3; ++pin)
            drive(pin, false);
    }
    void drive(unsigned pin, bool high)
    {
        chip.pads[12 + pin].setDrive(digitalDrive(OutputMode::PushPull, high));
    }
    void pulse(unsigned pin)
    {
        drive(pin, true);
        drive(pin, false);
    }
    /// As the vendor's driver: clock, mode, edges, values, enable, software reset.
    void start(std::uint32_t mode, std::uint32_t edge, std::uint32_t resetValue, std::uint32_t low,
               std::uint32_t high)
    {
        alwaysOn.write(0x210, alwaysOn.read(0x210) & ~3U);
        control.write(control.value | 0x9);
        rmwSet(counter, kStatic3, 1);
        rmwClear(counter, kStatic3, 0xF0000);
        rmwSet(counter, kStatic3, mode << 18 | edge << 16);
        counter.write(0x20, resetValue);
        counter.write(0x24, low);
        counter.write(0x28, high);
        rmwSet(counter, kDynamic, 1);
        rmwSet(counter, kDynamic, 1U << 16);
        rmwClear(counter, kDynamic, 1U << 16);
    }
    void enable(std::uint32_t bits)
    {
        counter.write(kIntEn, bits);
        rmwSet(counter, kStsClr, 4);
        rmwClear(counter, kStsClr, 4);
    }
    /// The vendor's handler: each bit is cleared and then no longer enabled.
    std::uint32_t handle(std::uint32_t enabled)
    {
        const std::uint32_t status = counter.read(kSts);
        for (unsigned bit = 0; bit < 26; ++bit)
            if ((status >> bit & 1U) != 0) {
                rmwSet(counter, kStsClr, 1U << bit);
                rmwClear(counter, kStsClr, 1U << bit);
                enabled &= ~(1U << bit);
                counter.write(kIntEn, enabled);
            }
        return enabled;
    }

    AlwaysOn alwaysOn;
    GpioGroupControl control;
    test::InterruptWires interrupts;
    GpioCounter counter{scheduler, chip.pads, alwaysOn, control, interrupts, 3};
};

} // namespace

TEST_CASE("direction mode: edges of pin 0 count up or down by pin 1")
{
    Fixture f;
    f.start(0, 0, 100, 0, 1000);
    CHECK(f.counter.read(kValue) == 100);
    f.drive(1, true);
    f.pulse(0);
    f.pulse(0);
    CHECK(f.counter.read(kValue) == 102);
    f.drive(1, false);
    f.pulse(0);
    CHECK(f.counter.read(kValue) == 101);
    rmwSet(f.counter, kStatic3, 2U << 16); // both edges
    f.pulse(0);
    CHECK(f.counter.read(kValue) == 99);
    rmwSet(f.counter, kStatic3, 1U << 20); // the other sense
    f.pulse(0);
    CHECK(f.counter.read(kValue) == 101);
}

TEST_CASE("up/down mode: pin 0 counts up, pin 1 down")
{
    Fixture f;
    f.start(1, 1, 0, 0, 10);
    for (int i = 0; i < 5; ++i)
        f.pulse(0);
    f.pulse(1);
    CHECK(f.counter.read(kValue) == 4);
}

TEST_CASE("quadrature mode: up when pin 0 leads")
{
    Fixture f;
    f.start(2, 0, 50, 0, 100);
    for (int i = 0; i < 3; ++i) {
        f.drive(0, true);
        f.drive(1, true);
        f.drive(0, false);
        f.drive(1, false);
    }
    CHECK(f.counter.read(kValue) == 53);
    for (int i = 0; i < 4; ++i) {
        f.drive(1, true);
        f.drive(0, true);
        f.drive(1, false);
        f.drive(0, false);
    }
    CHECK(f.counter.read(kValue) == 49);
}

TEST_CASE("limits interrupt once for each time they are enabled")
{
    Fixture f;
    f.start(1, 0, 0, 0, 3);
    rmwSet(f.counter, kStatic3, 3U << 24);
    f.enable(0x3);
    f.pulse(0);
    f.pulse(0);
    CHECK_FALSE(f.interrupts.isHigh(kIrq));
    f.pulse(0);
    CHECK(f.interrupts.isHigh(kIrq));
    CHECK(f.counter.read(kSts) == 0x2);
    const std::uint32_t left = f.handle(0x3);
    CHECK(left == 0x1);
    CHECK(f.counter.read(kStsClr) == 0);
    CHECK_FALSE(f.interrupts.isHigh(kIrq));
    f.pulse(1);
    f.pulse(0); // at the high limit again
    CHECK_FALSE(f.interrupts.isHigh(kIrq));
    CHECK(f.counter.read(kSts) == 0x2);
    for (int i = 0; i < 3; ++i)
        f.pulse(1);
    CHECK(f.interrupts.isHigh(kIrq));
    CHECK(f.counter.read(kSts) == 0x3);
}

TEST_CASE("at its limits the counter goes on, stops or starts anew")
{
    Fixture f;
    f.start(1, 0, 5, 4, 6);
    const auto at = [&](std::uint32_t saturation, int ups, int downs) {
        rmwClear(f.counter, kStatic3, 7U << 28);
        rmwSet(f.counter, kStatic3, saturation << 28 | 1U << 24 | 1U << 25);
        rmwSet(f.counter, kDynamic, 1U << 16);
        rmwClear(f.counter, kDynamic, 1U << 16);
        for (; ups > 0; --ups)
            f.pulse(0);
        for (; downs > 0; --downs)
            f.pulse(1);
        return f.counter.read(kValue);
    };
    CHECK(at(0, 3, 0) == 8);
    CHECK(at(1, 0, 3) == 4);
    CHECK(at(2, 3, 0) == 6);
    CHECK(at(3, 0, 1) == 5);
    CHECK(at(4, 1, 0) == 5);
}

TEST_CASE("overflow and underflow are told")
{
    Fixture f;
    f.start(1, 0, 0, 1, 1);
    f.enable(1U << 8 | 1U << 9);
    f.pulse(1);
    CHECK(f.counter.read(kValue) == 0xFFFFFFFF);
    CHECK(f.counter.read(kSts) == 1U << 9);
    CHECK(f.interrupts.isHigh(kIrq));
    f.pulse(0);
    CHECK(f.counter.read(kSts) == (1U << 8 | 1U << 9));
}

TEST_CASE("pin 2 resets the event counter, and holds it while it is active")
{
    Fixture f;
    f.start(1, 0, 7, 0, 100);
    rmwSet(f.counter, kStatic3, 4);
    f.enable(4);
    f.pulse(0);
    f.drive(2, true);
    CHECK(f.counter.read(kValue) == 7);
    CHECK(f.interrupts.isHigh(kIrq));
    f.pulse(0);
    CHECK(f.counter.read(kValue) == 7);
    f.drive(2, false);
    f.pulse(0);
    CHECK(f.counter.read(kValue) == 8);
}

TEST_CASE("edges push the capture counter, exact to a tick of its clock")
{
    Fixture f;
    f.alwaysOn.write(0x210, 1); // 32.768 kHz
    f.control.write(f.control.value | 0x9);
    rmwSet(f.counter, kStatic3, 0U << 8 | 1U << 10); // pin 0 rising, pin 1 falling
    rmwSet(f.counter, kDynamic, 2);
    rmwSet(f.counter, kDynamic, 1U << 17);
    rmwClear(f.counter, kDynamic, 1U << 17);
    f.enable(1U << 16 | 1U << 17);
    f.advance(Duration(30'517)); // a tick is 30517.578125 ns
    f.pulse(0);
    f.advance(Duration(1));
    f.pulse(0);
    f.advance(1s - Duration(30'518));
    f.pulse(1);
    CHECK(f.interrupts.isHigh(kIrq));
    CHECK(f.counter.read(kFifoSts) == 0x12);
    CHECK(f.counter.peek(kCap0) == 0);
    CHECK(f.counter.read(kCap0) == 0);
    CHECK(f.counter.read(kCap0) == 1);
    CHECK(f.counter.read(kCap1) == 32'768);
    CHECK_FALSE(f.interrupts.isHigh(kIrq));
    CHECK(f.counter.read(kCap1) == 0);
    CHECK(f.counter.read(kSts) == 1U << 25);

    // Another clock goes on from where the first one came to.
    f.alwaysOn.write(0x210, 0);
    f.advance(1us);
    f.pulse(0);
    CHECK(f.counter.read(kCap0) == 32'768 + 26);
}

TEST_CASE("a capture FIFO takes eight and tells of the ninth")
{
    Fixture f;
    f.control.write(f.control.value | 0x9);
    rmwSet(f.counter, kDynamic, 2);
    for (int i = 0; i < 8; ++i)
        f.pulse(0);
    CHECK(f.counter.read(kFifoSts) == 8);
    CHECK(f.counter.read(kSts) == 1U << 16);
    f.pulse(0);
    CHECK(f.counter.read(kFifoSts) == 8);
    CHECK(f.counter.read(kSts) == (1U << 16 | 1U << 12));
    rmwSet(f.counter, kStatic3, 3); // pin 2, high
    f.drive(2, true);
    CHECK(f.counter.read(kSts) == (3U << 16 | 1U << 14 | 1U << 12 | 1U << 2));
}

TEST_CASE("the filter of pin 0 takes pulses of its width only")
{
    Fixture f;
    f.start(1, 0, 0, 0, 100);
    rmwSet(f.counter, kStatic0, 1U << 14 | 26); // 1 us
    f.drive(0, true);
    f.advance(999ns);
    f.drive(0, false);
    f.advance(5us);
    CHECK(f.counter.read(kValue) == 0);
    f.drive(0, true);
    f.advance(999ns);
    CHECK(f.counter.read(kValue) == 0);
    f.advance(1ns);
    CHECK(f.counter.read(kValue) == 1);
}

TEST_CASE("a counter without its clock, or disabled, counts nothing")
{
    Fixture f;
    f.start(1, 0, 0, 0, 100);
    f.control.write(f.control.value & ~0x8U);
    f.pulse(0);
    CHECK(f.counter.read(kValue) == 0);
    f.control.write(f.control.value | 0x8U);
    f.pulse(0);
    rmwClear(f.counter, kDynamic, 1);
    f.pulse(0);
    CHECK(f.counter.read(kValue) == 1);
}

TEST_CASE("the group's reset makes the counter as after power-up")
{
    Fixture f;
    f.start(1, 0, 9, 0, 100);
    f.enable(1U << 9);
    f.control.write(f.control.value & ~GpioGroupControl::kCounterReset);
    f.control.write(f.control.value | GpioGroupControl::kCounterReset);
    for (const RegisterInfo& info : f.counter.registers())
        CHECK(f.counter.read(info.offset) == 0);
}

TEST_CASE("a counter comes back from a snapshot with its filter's time")
{
    Fixture f;
    f.start(1, 0, 0, 0, 2);
    rmwSet(f.counter, kStatic3, 3U << 24);
    rmwSet(f.counter, kStatic0, 1U << 14 | 26);
    rmwSet(f.counter, kDynamic, 2);
    f.enable(0x2);
    f.drive(0, true);
    f.advance(500ns);
    Snapshot snapshot;
    f.counter.exchange(snapshot);
    f.counter.reset();
    snapshot.rewind();
    f.counter.exchange(snapshot);
    f.advance(500ns);
    CHECK(f.counter.read(kValue) == 1);
    CHECK(f.counter.read(kCap0) == 26);
    rmwClear(f.counter, kStatic0, 1U << 14);
    f.drive(0, false);
    f.pulse(0);
    CHECK(f.interrupts.isHigh(kIrq));
}

} // namespace perisphere::gpio_counter_test
