#include "perisphere/soc/registers/pwm_registers.hpp"

#include "../chip.hpp"
#include "wires.hpp"

#include <utility>
#include <vector>

namespace perisphere::pwm_registers_test
{

using namespace perisphere::engine;
using namespace perisphere::soc;
using namespace std::chrono_literals;
using test::rmwClear;
using test::rmwSet;
using Edges = std::vector<std::pair<std::int64_t, bool>>;

namespace
{

constexpr std::uint32_t kGlobal = 0x000;

constexpr std::uint32_t ctrl(unsigned channel)
{
    return 0x100 + 0x10 * channel;
}
constexpr std::uint32_t s0(unsigned channel)
{
    return 0x104 + 0x10 * channel;
}
constexpr std::uint32_t s1(unsigned channel)
{
    return 0x108 + 0x10 * channel;
}

struct Fixture : test::Chip {
    /// Of a pad of the controller, from now on.
    Subscription record(unsigned gpio, Edges& edges)
    {
        return chip.pads[gpio].onLevel([&edges](const PinChange& change) {
            edges.emplace_back(toNanoseconds(change.time), change.after.high);
        });
    }
    void clock(std::uint32_t code)
    {
        rmwClear(pwm, kGlobal, 0x6);
        rmwSet(pwm, kGlobal, code << 1);
    }

    GpioGroupControl control;
    PwmRegisters pwm{scheduler, *chip.pwm[1], chip.gpio, control, 1};
};

} // namespace

TEST_CASE("Codethink's driver: one state that lasts, latched two ticks after the kick")
{
    Fixture f;
    Edges edges;
    const auto subscription = f.record(4, edges);
    f.pwm.write(kGlobal, 0xE400);
    f.clock(1);
    rmwSet(f.pwm, ctrl(0), 1U << 4);
    f.pwm.write(s0(0), 300U << 16 | 100);
    f.pwm.write(s1(0), 0);
    rmwSet(f.pwm, ctrl(0), 1U << 8);
    rmwSet(f.pwm, ctrl(0), 1);
    CHECK((f.pwm.read(ctrl(0)) & 1U) == 1);
    CHECK(f.chip.pads[4].level() == Level::Floating);
    f.advance(1us);
    CHECK((f.pwm.read(ctrl(0)) & 1U) == 0);
    f.advance(400us);
    const Edges expected = {
        {1'000, true}, {51'000, false}, {201'000, true}, {251'000, false}, {401'000, true}};
    CHECK(edges == expected);
}

TEST_CASE("the vendor's driver: both states, replay, kick before the clock is enabled")
{
    Fixture f;
    for (unsigned channel = 0; channel < 4; ++channel) {
        f.pwm.write(ctrl(channel), 0x04);
        f.pwm.write(s0(channel), 0);
        f.pwm.write(s1(channel), 0);
    }
    f.clock(1);
    rmwClear(f.pwm, ctrl(2), 1U << 5 | 1U << 3 | 1U << 2);
    for (const std::uint32_t offset : {s0(2), s1(2)}) {
        rmwClear(f.pwm, offset, 0xFFFFFFFF);
        rmwSet(f.pwm, offset, 1'000U << 16 | 1'000);
    }
    rmwClear(f.pwm, ctrl(2), 0xFFFFFF00);
    rmwSet(f.pwm, ctrl(2), 1U << 8 | 1U << 20 | 2);
    rmwSet(f.pwm, ctrl(2), 1);
    f.advance(10ms);
    CHECK(f.chip.pads[6].level() == Level::Floating);
    Edges edges;
    const auto subscription = f.record(6, edges);
    rmwSet(f.pwm, ctrl(2), 1U << 4);
    f.advance(1'100us);
    const Edges expected = {{10'001'000, true}, {10'501'000, false}, {11'001'000, true}};
    CHECK(edges == expected);
    // Its query reads clock and state back.
    CHECK((f.pwm.read(kGlobal) >> 1 & 3U) == 1);
    CHECK(f.pwm.read(s0(2)) == (1'000U << 16 | 1'000));
}

TEST_CASE("two states take turns by their stay cycles, at the 32 kHz clock without drift")
{
    Fixture f;
    Edges edges;
    f.pwm.write(ctrl(1), 2U << 8 | 1U << 20 | 1U << 4 | 2);
    f.pwm.write(s0(1), 1U << 16 | 1);
    f.pwm.write(s1(1), 2U << 16 | 3);
    rmwSet(f.pwm, ctrl(1), 1);
    const auto subscription = f.record(5, edges);
    f.advance(1s);
    // Cycles of 9 ticks from tick 2 on: up at 0, 2 and 4, down at 1, 3 and 7.
    REQUIRE(edges.size() > 30);
    const std::int64_t begin = 61'036;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        constexpr std::array<std::int64_t, 6> at = {0, 1, 2, 3, 4, 7};
        const std::int64_t ticks = 9 * static_cast<std::int64_t>(i / 6) + at[i % 6];
        const std::int64_t time = begin + (ticks * 1'000'000'000 + 32'767) / 32'768;
        REQUIRE(edges[i] == std::pair(time, i % 2 == 0));
    }
}

TEST_CASE("without replay the second state lasts")
{
    Fixture f;
    f.clock(2);
    f.pwm.write(ctrl(0), 3U << 8 | 1U << 20 | 1U << 4);
    f.pwm.write(s0(0), 13U << 16 | 13);
    f.pwm.write(s1(0), 26); // constant high
    Edges edges;
    const auto subscription = f.record(4, edges);
    rmwSet(f.pwm, ctrl(0), 1);
    f.advance(10us);
    CHECK(edges.size() == 7);
    CHECK(edges.back() == std::pair<std::int64_t, bool>(77 + 3'000, true));
    CHECK(f.scheduler.pendingEvents() == 0); // a level that stays needs none
}

TEST_CASE("no on time is constantly low, no off time constantly high")
{
    Fixture f;
    f.clock(1);
    f.pwm.write(ctrl(0), 1U << 8 | 1U << 20 | 1U << 4 | 2);
    for (const auto& [parameters, level] :
         {std::pair{100U << 16, Level::Low}, {100U, Level::High}, {0U, Level::Low}}) {
        f.pwm.write(s0(0), parameters);
        f.pwm.write(s1(0), parameters);
        rmwSet(f.pwm, ctrl(0), 1);
        f.advance(10us);
        CHECK(f.chip.pads[4].level() == level);
        CHECK(f.scheduler.pendingEvents() == 0);
    }
}

TEST_CASE("polarity inverts, and an open drain lets go of high")
{
    Fixture f;
    f.clock(1);
    f.pwm.write(s0(3), 100U << 16);
    f.pwm.write(ctrl(3), 1U << 4 | 1U << 2 | 1U << 8);
    rmwSet(f.pwm, ctrl(3), 1);
    f.advance(2us);
    CHECK(f.chip.pads[7].level() == Level::High);
    rmwSet(f.pwm, ctrl(3), 1U << 3 | 1);
    f.advance(2us);
    CHECK(f.chip.pads[7].level() == Level::Floating);
}

TEST_CASE("the global kick starts the channels that take it, at one instant")
{
    Fixture f;
    Edges first;
    Edges second;
    const auto one = f.record(4, first);
    const auto two = f.record(5, second);
    f.clock(1);
    for (unsigned channel = 0; channel < 3; ++channel) {
        f.pwm.write(s0(channel), 10U << 16 | 10);
        f.pwm.write(ctrl(channel), 1U << 8 | 1U << 4 | (channel < 2 ? 1U << 5 : 0U));
    }
    rmwSet(f.pwm, kGlobal, 1);
    CHECK((f.pwm.read(kGlobal) & 1U) == 0);
    f.advance(100us);
    CHECK(first == second);
    CHECK(first.front() == std::pair<std::int64_t, bool>(1'000, true));
    CHECK(f.chip.pads[6].level() == Level::Floating);
}

TEST_CASE("the output select gives a pin another channel")
{
    Fixture f;
    f.clock(1);
    f.pwm.write(s0(0), 100);
    f.pwm.write(ctrl(0), 1U << 8 | 1U << 4);
    rmwSet(f.pwm, ctrl(0), 1);
    f.advance(2us);
    CHECK(f.chip.pads[7].level() == Level::Floating);
    rmwClear(f.pwm, kGlobal, 0xC000);
    CHECK(f.chip.pads[7].level() == Level::High);
}

TEST_CASE("a running channel has its pin, and GPIO has it back without the clock")
{
    Fixture f;
    f.chip.gpio.setOutput(4, OutputMode::PushPull, false);
    f.clock(1);
    f.pwm.write(s0(0), 100);
    f.pwm.write(ctrl(0), 1U << 8 | 1U << 4);
    rmwSet(f.pwm, ctrl(0), 1);
    f.advance(2us);
    CHECK(f.chip.pads[4].level() == Level::High);
    f.chip.gpio.write(4, false);
    f.chip.gpio.setInput(4);
    CHECK(f.chip.pads[4].level() == Level::High);
    f.chip.gpio.setOutput(4, OutputMode::PushPull, false);
    rmwClear(f.pwm, ctrl(0), 1U << 4);
    CHECK(f.chip.pads[4].level() == Level::Low);
}

TEST_CASE("the group's reset stops the outputs and makes the registers as after power-up")
{
    Fixture f;
    f.clock(1);
    f.pwm.write(s0(0), 100);
    f.pwm.write(ctrl(0), 1U << 8 | 1U << 4);
    rmwSet(f.pwm, ctrl(0), 1);
    f.advance(2us);
    f.control.write(f.control.value & ~GpioGroupControl::kPwmReset);
    f.control.write(f.control.value | GpioGroupControl::kPwmReset);
    CHECK(f.chip.pads[4].level() == Level::Floating);
    CHECK(f.pwm.read(kGlobal) == 0xE400);
    CHECK(f.pwm.read(ctrl(0)) == 0);
    CHECK(f.pwm.read(s0(0)) == 0);
}

TEST_CASE("an app and a real-time core take a channel over from each other")
{
    Fixture f;
    const PwmState state{.periodNanoseconds = 1'000'000, .dutyNanoseconds = 0, .isEnabled = true};
    f.chip.pwm[1]->apply(0, state);
    f.clock(1);
    f.pwm.write(s0(0), 100);
    f.pwm.write(ctrl(0), 1U << 8 | 1U << 4);
    rmwSet(f.pwm, ctrl(0), 1);
    f.advance(2us);
    CHECK(f.chip.pads[4].level() == Level::High);
    f.chip.pwm[1]->apply(0, state); // equal to its last one, but not to what is
    CHECK(f.chip.pads[4].level() == Level::Low);
}

TEST_CASE("a running channel comes back from a snapshot with its edges")
{
    Fixture f;
    f.clock(1);
    f.pwm.write(s0(0), 200U << 16 | 100);
    f.pwm.write(ctrl(0), 1U << 8 | 1U << 4);
    rmwSet(f.pwm, ctrl(0), 1);
    f.pwm.write(ctrl(1), 1U << 4 | 1);
    f.advance(30us);
    Snapshot snapshot;
    f.pwm.exchange(snapshot);
    f.pwm.reset();
    CHECK(f.chip.pads[4].level() == Level::Floating);
    snapshot.rewind();
    f.pwm.exchange(snapshot);
    CHECK(f.chip.pads[4].level() == Level::High);
    Edges edges;
    const auto subscription = f.record(4, edges);
    f.advance(130us);
    const Edges expected = {{51'000, false}, {151'000, true}};
    CHECK(edges == expected);
    f.chip.gpio.setOutput(4, OutputMode::PushPull, false); // still lent
    CHECK(f.chip.pads[4].level() == Level::High);
}

} // namespace perisphere::pwm_registers_test
