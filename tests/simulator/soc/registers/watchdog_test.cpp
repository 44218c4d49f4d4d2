#include "perisphere/soc/registers/watchdog.hpp"

#include "random_accesses.hpp"
#include "recorded_lines.hpp"

#include <catch2/catch.hpp>

namespace perisphere::watchdog_test
{

using namespace perisphere::soc;
using namespace std::chrono_literals;

constexpr std::uint32_t kMode = 0x30;
constexpr std::uint32_t kLength = 0x34;
constexpr std::uint32_t kRestart = 0x38;
constexpr std::uint32_t kSta = 0x3C;
constexpr std::uint32_t kKey = 0x2200;

struct Watched {
    engine::Scheduler scheduler;
    test::RecordedLines lines{scheduler};
    std::vector<engine::VirtualTime> resets;
    Watchdog watchdog{scheduler, lines, [this] { reset(); }, "WDT"};

    void reset()
    {
        resets.push_back(scheduler.now());
        watchdog.coreReset();
    }
    void setTicks(std::uint32_t ticks) { watchdog.write(kLength, ticks << 5 | 0x08); }
    void modifyMode(std::uint32_t clear, std::uint32_t set)
    {
        watchdog.write(kMode, (watchdog.read(kMode) & ~clear) | set | kKey);
    }
    void restart() { watchdog.write(kRestart, 0x1971); }
    void at(engine::Duration time) { REQUIRE(scheduler.runUntil(engine::VirtualTime(time))); }
};

TEST_CASE("a watchdog that nobody restarts resets the core and says so")
{
    Watched f;
    f.setTicks(10 * 32 - 1);
    f.modifyMode(1U << 3, 1);
    CHECK(f.watchdog.read(kMode) == 1); // the key reads 0
    f.at(7s);
    f.restart();
    f.at(17s - 1ns);
    CHECK(f.resets.empty());
    f.at(60s);
    REQUIRE(f.resets.size() == 1);
    CHECK(f.resets[0].time_since_epoch() == 17s);
    CHECK(f.watchdog.read(kSta) == 1U << 15);
    CHECK(f.watchdog.read(kSta) == 1U << 15);
    CHECK(f.watchdog.read(kMode) == 0);
    f.watchdog.reset();
    CHECK(f.watchdog.read(kSta) == 0);
}

TEST_CASE("in interrupt mode it interrupts once, and its handler can turn it into a reset")
{
    Watched f; // the vendor's sample
    f.modifyMode(1, 0);
    f.setTicks(10 * 32 - 1);
    f.modifyMode(1U << 4, 1U << 3);
    f.modifyMode(0, 1);
    f.at(30s);
    REQUIRE(f.lines.pulses[3].size() == 1);
    CHECK(f.lines.pulses[3][0].time_since_epoch() == 10s);
    CHECK(f.resets.empty());
    f.modifyMode(1U << 3, 0);
    f.setTicks(1);
    f.restart();
    f.modifyMode(0, 1);
    f.at(40s);
    REQUIRE(f.resets.size() == 1);
    CHECK(f.resets[0].time_since_epoch() == 30s + 62'500us);
}

TEST_CASE("a software reset is another cause")
{
    Watched f;
    f.watchdog.write(0x44, 0x1208);
    CHECK(f.resets.empty());
    f.watchdog.write(0x44, 0x1209);
    CHECK(f.resets.size() == 1);
    CHECK(f.watchdog.read(kSta) == 1U << 14);
    f.watchdog.write(0x80, 1U << 31);
    CHECK(f.lines.pulses[3].size() == 1);
}

TEST_CASE("writes without their keys change nothing")
{
    Watched f;
    f.watchdog.write(kLength, 5U << 5);
    CHECK(f.watchdog.read(kLength) == 0x7FFU << 5);
    f.watchdog.write(kMode, 1);
    CHECK(f.watchdog.read(kMode) == 0);
    f.modifyMode(0, 1);
    f.at(63s);
    f.watchdog.write(kRestart, 0x1972);
    f.at(64s);
    CHECK(f.resets.size() == 1); // 2048 / 32 s
}

TEST_CASE("a snapshot keeps the time that is left")
{
    Watched f;
    f.setTicks(31);
    f.modifyMode(0, 1);
    f.at(400ms);
    engine::Snapshot snapshot;
    f.watchdog.exchange(snapshot);
    f.modifyMode(1, 0);
    snapshot.rewind();
    f.watchdog.exchange(snapshot);
    f.at(2s);
    REQUIRE(f.resets.size() == 1);
    CHECK(f.resets[0].time_since_epoch() == 1s);
}

TEST_CASE("whatever is written to the watchdog, nothing hangs")
{
    Watched f;
    test::accessAtRandom(f.watchdog, f.scheduler);
}

} // namespace perisphere::watchdog_test
