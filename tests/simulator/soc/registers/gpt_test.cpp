#include "perisphere/soc/registers/gpt.hpp"

#include "random_accesses.hpp"
#include "recorded_lines.hpp"

#include <catch2/catch.hpp>

namespace perisphere::gpt_test
{

using namespace perisphere::soc;
using namespace std::chrono_literals;

constexpr std::uint32_t kIsr = 0x00;
constexpr std::uint32_t kIer = 0x04;
constexpr std::uint32_t kCtrl0 = 0x10;
constexpr std::uint32_t kIcnt0 = 0x14;
constexpr std::uint32_t kCtrl1 = 0x20;
constexpr std::uint32_t kIcnt1 = 0x24;
constexpr std::uint32_t kCtrl2 = 0x30;
constexpr std::uint32_t kCnt2 = 0x34;
constexpr std::uint32_t kCnt0 = 0x40;
constexpr std::uint32_t kCtrl3 = 0x50;
constexpr std::uint32_t kInit3 = 0x54;
constexpr std::uint32_t kCnt3 = 0x58;
constexpr std::uint32_t kExpire3 = 0x5C;
constexpr std::uint32_t kCtrl4 = 0x60;
constexpr std::uint32_t kInit4 = 0x64;
constexpr std::uint32_t kCnt4 = 0x68;

constexpr ClockRate kMicroseconds{1'000'000};

struct Timers {
    engine::Scheduler scheduler;
    test::RecordedLines lines{scheduler};
    Rgu rgu{"RGU"};
    Gpt gpt{scheduler, rgu, lines, "GPT"};

    [[nodiscard]] std::uint32_t read(std::uint32_t offset) { return gpt.read(offset); }
    void write(std::uint32_t offset, std::uint32_t value) { gpt.write(offset, value); }
    void modify(std::uint32_t offset, std::uint32_t clear, std::uint32_t set)
    {
        write(offset, (read(offset) & ~clear) | set);
    }
    void at(engine::Duration time) { REQUIRE(scheduler.runUntil(engine::VirtualTime(time))); }
    void atTick(std::uint64_t tick, ClockRate rate) { at(durationOf(tick, rate)); }
    void justBeforeTick(std::uint64_t tick, ClockRate rate) { at(durationOf(tick, rate) - 1ns); }
};

TEST_CASE("GPT0 counts down to an interrupt, once, and stops")
{
    Timers f; // IntercoreComms_RTApp: 1000 ticks of the slow clock
    f.write(kCtrl0, 0);
    f.write(kIcnt0, 1000);
    f.write(kIer, 1);
    f.write(kCtrl0, 0x09);
    CHECK(f.read(kCtrl0) == 0x01); // RESTART reads 0
    CHECK(f.read(kCnt0) == 1000);
    f.justBeforeTick(1, kSlowClock);
    CHECK(f.read(kCnt0) == 1000);
    f.atTick(1, kSlowClock);
    CHECK(f.read(kCnt0) == 999);
    f.justBeforeTick(1000, kSlowClock);
    CHECK(f.read(kCnt0) == 1);
    CHECK_FALSE(f.lines.levels[1]);
    f.atTick(1000, kSlowClock);
    CHECK(f.read(kCnt0) == 0);
    CHECK(f.lines.levels[1]);
    CHECK(f.read(kIsr) == 1);
    CHECK(f.read(kCtrl0) == 0); // a driver that finds EN refuses to start anew
    f.write(kIsr, 1);
    CHECK_FALSE(f.lines.levels[1]);
    f.at(100s);
    CHECK(f.lines.rises[1].size() == 1);
}

TEST_CASE("a repeating timer expires every ICNT + 1 ticks and never drifts")
{
    Timers f;
    f.at(123'457ns);
    const engine::Duration start = f.scheduler.now().time_since_epoch();
    // The vendor's start: mode and speed, count, status, enable, EN.
    f.modify(kCtrl1, 0, 1U << 2);
    f.write(kIcnt1, 99);
    f.modify(kCtrl1, 0, 1U << 1);
    f.write(kIsr, 2);
    f.modify(kIer, 0, 2);
    f.modify(kCtrl1, 0, 1);
    for (std::uint64_t expiry = 0; expiry < 20'000; ++expiry) {
        f.at(start + durationOf(99 + 100 * expiry, kRtcClock));
        f.write(kIsr, f.read(kIsr) & 2);
    }
    REQUIRE(f.lines.rises[1].size() == 20'000);
    for (std::uint64_t expiry = 0; expiry < 20'000; ++expiry)
        REQUIRE(f.lines.rises[1][expiry].time_since_epoch() ==
                start + durationOf(99 + 100 * expiry, kRtcClock));
}

TEST_CASE("ICNT written while the timer runs counts from the next reload on")
{
    Timers f;
    f.write(kIcnt0, 10);
    f.write(kIer, 1);
    f.write(kCtrl0, 0x7); // repeat, 32 kHz
    f.atTick(5, kRtcClock);
    f.write(kIcnt0, 3);
    CHECK(f.read(kCnt0) == 5);
    f.atTick(10, kRtcClock);
    CHECK(f.read(kCnt0) == 0);
    f.write(kIcnt0, 4); // the reload is a tick away
    f.atTick(11, kRtcClock);
    CHECK(f.read(kCnt0) == 4);
    f.write(kIsr, 1);
    f.justBeforeTick(15, kRtcClock);
    CHECK(f.read(kIsr) == 0);
    f.atTick(15, kRtcClock);
    CHECK(f.read(kIsr) == 1);
    f.write(kIcnt0, 20);
    f.write(kCtrl0, 0x7 | 0x8); // RESTART
    CHECK(f.read(kCnt0) == 20);
}

TEST_CASE("both flags are cleared by ones alone")
{
    Timers f; // Codethink's handler clears GPT0, then GPT1, by read-modify-writes of "flag = 0"
    for (const std::uint32_t control : {kCtrl0, kCtrl1}) {
        f.write(control + 4, 1);
        f.write(control, 0x5);
    }
    f.write(kIer, 3);
    f.atTick(1, kRtcClock);
    CHECK(f.read(kIsr) == 3);
    f.modify(kIsr, 1, 0); // writes 2
    CHECK(f.read(kIsr) == 1);
    CHECK(f.lines.levels[1]);
    f.modify(kIsr, 2, 0); // writes 1
    CHECK(f.read(kIsr) == 0);
    CHECK_FALSE(f.lines.levels[1]);
}

TEST_CASE("a free-running GPT0 can be paused and resumed")
{
    Timers f; // Codethink: wait by a count that differs from the sample taken before EN
    const std::uint32_t sample = f.read(kCnt0);
    f.modify(kIer, 1, 0);
    f.write(kIcnt0, 0xFFFF'FFFF);
    f.modify(kCtrl0, 0, 0x5);
    CHECK(f.read(kCnt0) != sample);
    f.atTick(70'000, kRtcClock);
    CHECK(0xFFFF'FFFF - f.read(kCnt0) == 70'000);
    const std::uint32_t paused = f.read(kCnt0);
    f.modify(kCtrl0, 1, 0);
    f.at(10s);
    CHECK(f.read(kCnt0) == paused);
    f.write(kIcnt0, paused);
    f.modify(kCtrl0, 0, 1);
    CHECK(f.read(kCnt0) == paused);
    CHECK_FALSE(f.lines.levels[1]);
}

TEST_CASE("GPT2 counts up from what is written and wraps")
{
    Timers f;
    f.write(kCnt2, 0xFFFF'FFFE);
    f.write(kCtrl2, 0x3);
    f.justBeforeTick(1, kRtcClock);
    CHECK(f.read(kCnt2) == 0xFFFF'FFFE);
    f.atTick(3, kRtcClock);
    CHECK(f.read(kCnt2) == 1);
    f.modify(kCtrl2, 1, 0);
    f.at(1s);
    CHECK(f.read(kCnt2) == 1);
    f.write(kCtrl2, 0x1); // the slow clock
    f.at(1s + durationOf(993, kSlowClock));
    CHECK(f.read(kCnt2) == 994);
}

TEST_CASE("GPT3 pulses its interrupt once when it reaches EXPIRE")
{
    Timers f; // the vendor's 5 s timer
    f.write(kInit3, 0);
    f.modify(kCtrl3, 0x3F'0000, 0x19'0000);
    f.write(kExpire3, 5'000'000);
    f.modify(kCtrl3, 0, 1U << 15);
    f.modify(kCtrl3, 1U << 15, 0);
    f.modify(kCtrl3, 0, 1);
    f.at(5s - 1ns);
    CHECK(f.read(kCnt3) == 4'999'999);
    CHECK(f.lines.pulses[2].empty());
    f.at(6s);
    REQUIRE(f.lines.pulses[2].size() == 1);
    CHECK(f.lines.pulses[2][0].time_since_epoch() == 5s);
    CHECK(f.read(kCnt3) == 5'000'000);
    CHECK((f.read(kCtrl3) & 1) == 1);
    f.modify(kCtrl3, 1, 0);
    f.at(6s + 2us);
    f.modify(kCtrl3, 0, 1);
    CHECK(f.read(kCnt3) == 0);
    f.at(20s);
    CHECK(f.lines.pulses[2].size() == 2);
}

TEST_CASE("GPT3's divider makes its ticks")
{
    Timers f; // Codethink: ICLR stays set; 3 ticks of 26 MHz / 7
    f.write(kInit3, 0);
    f.write(kExpire3, 3 - 1);
    f.write(kCtrl3, (6U << 16) | 0x8000);
    f.modify(kCtrl3, 0, 1);
    f.at(1ms);
    REQUIRE(f.lines.pulses[2].size() == 1);
    CHECK(f.lines.pulses[2][0].time_since_epoch() == durationOf(2, {26'000'000, 7}));
}

TEST_CASE("a busy-wait on GPT3 that never set EXPIRE ends")
{
    Timers f; // HelloWorld_RTApp
    f.write(kInit3, 0);
    f.write(kCtrl3, (0x19U << 16) | 1);
    CHECK(f.read(kCnt3) == 0);
    f.atTick(500, kMicroseconds);
    CHECK(f.read(kCnt3) == 500);
    f.write(kCtrl3, 0);
    CHECK(f.lines.pulses[2].size() == 1); // nobody enabled it
}

TEST_CASE("GPT4 follows HCLK")
{
    Timers f;
    f.write(kInit4, 100);
    f.write(kCtrl4, 0x3);
    f.at(1us);
    CHECK(f.read(kCnt4) == 126);
    f.rgu.write(0x00C, 0x200);
    f.at(2us);
    CHECK(f.read(kCnt4) == 126 + 197);
    f.modify(kCtrl4, 2, 0); // HCLK / 2
    f.at(3us);
    CHECK(f.read(kCnt4) == 126 + 197 + 98);
}

TEST_CASE("timers go on from a snapshot as they would have")
{
    Timers f;
    f.write(kIer, 1);
    f.write(kIcnt0, 100);
    f.write(kCtrl0, 0x7);
    f.write(kExpire3, 7'000);
    f.write(kCtrl3, 0x19'0001);
    f.at(1ms);
    const std::uint32_t count = f.read(kCnt0);
    engine::Snapshot snapshot;
    f.gpt.exchange(snapshot);
    f.write(kCtrl0, 0);
    f.write(kCtrl3, 0);
    snapshot.rewind();
    f.gpt.exchange(snapshot);
    CHECK(f.read(kCnt0) == count);
    f.at(10ms);
    CHECK(f.lines.rises[1].at(0).time_since_epoch() == durationOf(100, kRtcClock));
    CHECK(f.lines.pulses[2].at(0).time_since_epoch() == 7ms);
    f.gpt.reset();
    CHECK_FALSE(f.lines.levels[1]);
    CHECK(f.read(kCtrl3) == 0x19'0000);
    f.at(10s);
    CHECK(f.lines.pulses[2].size() == 1);
}

TEST_CASE("whatever is written, timers neither hang nor stop time")
{
    Timers f;
    test::accessAtRandom(f.gpt, f.scheduler);
    CHECK(f.scheduler.pendingEvents() <= 3);
}

} // namespace perisphere::gpt_test
