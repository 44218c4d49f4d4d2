#include "perisphere/soc/registers/rgu.hpp"

#include "perisphere/soc/registers/clock_rate.hpp"

#include <catch2/catch.hpp>

#include <vector>

namespace perisphere::rgu_test
{

using namespace perisphere::soc;
using namespace std::chrono_literals;

constexpr std::uint32_t kHclkCkCtrl = 0x00C;

TEST_CASE("ticks and durations are each other's inverse")
{
    for (const ClockRate rate : {ClockRate{32'768, 33}, ClockRate{32'768}, ClockRate{26'000'000, 7},
                                 ClockRate{197'600'000}, ClockRate{8'000, 128}})
        for (const std::uint64_t ticks : {0ULL, 1ULL, 3ULL, 1'000ULL, 0xFFFF'FFFFULL}) {
            const engine::Duration duration = durationOf(ticks, rate);
            CHECK(ticksIn(duration, rate) == ticks);
            if (ticks != 0)
                CHECK(ticksIn(duration - 1ns, rate) == ticks - 1);
        }
    CHECK(durationOf(1, {32'768, 1024}) == 31'250us);
    CHECK(durationOf(UINT64_MAX, {1, 1'000'000}) == engine::Duration::max());
    CHECK(ticksIn(-5ns, {1'000'000'000}) == 0);
}

TEST_CASE("HCLK comes from the crystal, the RTC's oscillator or the PLL")
{
    Rgu rgu("RGU");
    std::vector<std::uint32_t> told;
    const auto subscription =
        rgu.onClock([&](const std::uint32_t& hertz) { told.push_back(hertz); });
    CHECK(rgu.hclkHertz() == 26'000'000);

    // The vendor's vector table set-up: two read-modify-writes.
    rgu.write(kHclkCkCtrl, 0x0004'0011);
    rgu.write(kHclkCkCtrl, rgu.read(kHclkCkCtrl) & 0xFFFF'00FF);
    CHECK(told.empty());
    rgu.write(kHclkCkCtrl, rgu.read(kHclkCkCtrl) | 0x200);
    CHECK(rgu.read(kHclkCkCtrl) == 0x0004'0211);
    CHECK(rgu.hclkHertz() == 197'600'000);

    rgu.write(kHclkCkCtrl, (rgu.read(kHclkCkCtrl) & ~0x300U) | 0x100);
    rgu.reset();
    CHECK(told == std::vector<std::uint32_t>{197'600'000, 32'768, 26'000'000});
}

TEST_CASE("low-power registers keep what is written; the wake flag is cleared by a 1")
{
    Rgu rgu("RGU");
    rgu.write(0x000, 3);
    rgu.write(0x1B8, 0x1234);
    rgu.write(0x004, 1);
    CHECK(rgu.read(0x000) == 3);
    CHECK(rgu.read(0x1B8) == 0x1234);
    CHECK(rgu.read(0x004) == 0);

    engine::Snapshot snapshot;
    rgu.exchange(snapshot);
    rgu.reset();
    CHECK(rgu.read(0x1B8) == 0);
    snapshot.rewind();
    rgu.exchange(snapshot);
    CHECK(rgu.read(0x1B8) == 0x1234);
}

} // namespace perisphere::rgu_test
