#include "perisphere/soc/registers/interrupt_wrapper.hpp"

#include "perisphere/engine/net.hpp"
#include "random_accesses.hpp"
#include "recorded_lines.hpp"

#include <catch2/catch.hpp>

namespace perisphere::interrupt_wrapper_test
{

using namespace perisphere::soc;
using namespace std::chrono_literals;

constexpr std::uint32_t kDual = 1U << 7;
constexpr std::uint32_t kPol = 1U << 8;
constexpr std::uint32_t kEn = 1U << 9;
constexpr std::uint32_t kSens0 = 0x200;
constexpr std::uint32_t kDis0 = 0x600;

struct Wrapped {
    engine::Scheduler scheduler;
    engine::Netlist netlist{scheduler};
    Pads pads{netlist};
    test::RecordedLines nvic{scheduler};
    InterruptWrapper wrapper{scheduler, pads, nvic, "CIRQ"};

    Wrapped()
    {
        setPad(12, true); // buttons have pull-ups
        nvic.pulses = {};
    }

    void setPad(unsigned gpio, bool isHigh)
    {
        pads[gpio].setDrive(engine::digitalDrive(engine::OutputMode::PushPull, isHigh));
    }
    void modify(std::uint32_t offset, std::uint32_t clear, std::uint32_t set)
    {
        wrapper.write(offset, (wrapper.read(offset) & ~clear) | set);
    }
    void at(engine::Duration time) { REQUIRE(scheduler.runUntil(engine::VirtualTime(time))); }
};

TEST_CASE("an active-low button gives one interrupt a press")
{
    Wrapped f; // Codethink's configuration of EINT12: four read-modify-writes
    f.modify(12 * 4, 0, kEn);
    f.modify(12 * 4, 0, kPol);
    f.modify(12 * 4, kDual, 0);
    f.modify(12 * 4, 0x70, 2U << 4);
    CHECK(f.nvic.pulses[32].empty());
    for (int press = 0; press < 3; ++press) {
        f.setPad(12, false);
        f.setPad(12, true);
    }
    CHECK(f.nvic.pulses[32].size() == 3);
    CHECK_FALSE(f.nvic.levels[32]);
}

TEST_CASE("edges are those that polarity and DUAL name")
{
    Wrapped f;
    f.setPad(0, true);
    CHECK(f.nvic.pulses[20].size() == 1); // rising, the reset state
    f.setPad(0, false);
    CHECK(f.nvic.pulses[20].size() == 1);
    f.modify(0, 0, kDual);
    f.setPad(0, true);
    f.setPad(0, false);
    CHECK(f.nvic.pulses[20].size() == 3);
}

TEST_CASE("a level-sensitive input is a level")
{
    Wrapped f; // the low-power sample: low level wakes; EINT12 is interrupt 32, in the second word
    f.modify(12 * 4, 0, kPol);
    f.modify(kSens0 + 4, 0, 1);
    CHECK_FALSE(f.nvic.levels[32]);
    f.setPad(12, false);
    CHECK(f.nvic.levels[32]);
    CHECK(f.nvic.pulses[32].empty());
    f.modify(12 * 4, kPol, 0); // unregistered
    CHECK_FALSE(f.nvic.levels[32]);
    f.setPad(12, true);
    CHECK(f.nvic.levels[32]);
}

TEST_CASE("a debounced input follows when its pad has rested")
{
    Wrapped f; // the vendor's 32 ms: 256 ticks of 8 kHz, halved five times
    f.modify(12 * 4, 0, kPol);
    f.modify(12 * 4, 0x7F, 5U << 4 | 8);
    f.modify(12 * 4, 0, kEn);
    f.at(1ms);
    f.setPad(12, false);
    f.at(20ms);
    f.setPad(12, true); // bounced
    f.at(21ms);
    f.setPad(12, false);
    f.at(53ms - 1ns);
    CHECK(f.nvic.pulses[32].empty());
    f.at(100ms);
    REQUIRE(f.nvic.pulses[32].size() == 1);
    CHECK(f.nvic.pulses[32][0].time_since_epoch() == 53ms);
}

TEST_CASE("masked interrupts do not reach the NVIC, and levels appear when unmasked")
{
    Wrapped f; // the low-power entry: everything off, GPT3 on again
    for (std::uint32_t word = 0; word < 3; ++word)
        f.wrapper.write(kDis0 + 4 * word, 0xFFFF'FFFF);
    f.modify(kDis0 + 12, 0, 0xF);
    f.modify(kDis0, 1U << 2, 0);
    f.wrapper.set(4, true); // the debug UART
    f.wrapper.pulse(8);
    CHECK_FALSE(f.nvic.levels[4]);
    CHECK(f.nvic.pulses[8].empty());
    f.wrapper.pulse(2);
    CHECK(f.nvic.pulses[2].size() == 1);
    CHECK(f.wrapper.read(0x364) == 0); // nothing pends for the wake-up controller
    for (std::uint32_t word = 0; word < 4; ++word)
        f.wrapper.write(kDis0 + 4 * word, 0);
    CHECK(f.nvic.levels[4]);
    CHECK(f.nvic.pulses[8].empty());
    f.modify(kDis0, 0, 1U << 4);
    CHECK_FALSE(f.nvic.levels[4]);
}

TEST_CASE("the test register forces lines when it is enabled")
{
    Wrapped f;
    f.wrapper.write(0x708, 1U << 13); // 77
    CHECK_FALSE(f.nvic.levels[77]);
    f.wrapper.write(0x720, 1);
    CHECK(f.nvic.levels[77]);
    f.wrapper.write(0x708, 0);
    CHECK_FALSE(f.nvic.levels[77]);
}

TEST_CASE("a pending debounce and driven levels survive a snapshot")
{
    Wrapped f;
    f.wrapper.write(12 * 4, kEn | kPol | 8); // 1 ms
    f.setPad(12, false);
    f.wrapper.set(1, true);
    engine::Snapshot snapshot;
    f.wrapper.exchange(snapshot);
    f.wrapper.set(1, false);
    f.wrapper.reset();
    snapshot.rewind();
    f.wrapper.exchange(snapshot);
    CHECK(f.nvic.levels[1]);
    f.at(2ms);
    REQUIRE(f.nvic.pulses[32].size() == 1);
    CHECK(f.nvic.pulses[32][0].time_since_epoch() == 1ms);
}

TEST_CASE("whatever is written to the wrapper, nothing hangs")
{
    Wrapped f;
    for (unsigned i = 0; i < 20; ++i) {
        f.setPad(i, i % 2 == 0);
        test::accessAtRandom(f.wrapper, f.scheduler, 2'000);
    }
}

} // namespace perisphere::interrupt_wrapper_test
