// How many cycles exceptions take: the Cortex-M4 Technical Reference Manual's figures for memory
// without wait states, section 3.9 of r0p1.
#include "core_fixture.hpp"

namespace perisphere::m4_latency_test
{

using namespace perisphere::m4_test;
using m4::Stop;

constexpr std::uint32_t kHandler = kRam + 0x2000;
constexpr std::uint32_t kUrgentHandler = kRam + 0x3000;
constexpr unsigned kLine = 5;
constexpr unsigned kUrgentLine = 6;
constexpr unsigned kNop = 0xBF00;
constexpr unsigned kBxLr = 0x4770;
constexpr unsigned kWfi = 0xBF30;

constexpr std::uint64_t kEntry = 12;
constexpr std::uint64_t kReturn = 10;
constexpr std::uint64_t kTailChain = 6;

/// A row of NOPs, of one cycle each, and two handlers of three NOPs; line 6 preempts line 5.
struct LatencyFixture : CoreFixture {
    LatencyFixture()
    {
        for (unsigned i = 0; i < 200; ++i)
            program(kCode + 2 * i, {kNop});
        for (const std::uint32_t handler : {kHandler, kUrgentHandler})
            program(handler, {kNop, kNop, kNop, kBxLr});
        vector(16 + kLine, kHandler);
        vector(16 + kUrgentLine, kUrgentHandler);
        reset();
        core->pokeSystem(0xE000E100, 1U << kLine | 1U << kUrgentLine); // ISER
        core->pokeSystem(0xE000E404, 0x00204000);                      // IPR1
    }

    [[nodiscard]] std::uint32_t pc() const { return r(15); }

    /// At which cycle, counted from the present one, the instruction there, a NOP, is the next. A
    /// run of one cycle may end behind it: an entry ends when time goes on, not before, since a
    /// more urgent interrupt may still come at that cycle.
    std::uint64_t cyclesUntil(std::uint32_t address, std::uint64_t patience = 200)
    {
        const std::uint64_t begin = core->cycles();
        while (pc() != address && pc() != address + 2 && core->cycles() - begin < patience)
            REQUIRE(core->run(core->cycles() + 1) == Stop::Limit);
        REQUIRE((pc() == address || pc() == address + 2));
        return core->cycles() - begin - (pc() == address ? 0 : 1);
    }
};

TEST_CASE("a handler's first instruction begins 12 cycles after its interrupt")
{
    LatencyFixture f;
    f.run(50);
    REQUIRE(f.pc() == kCode + 100);
    f.core->pulseInterrupt(kLine);
    CHECK(f.cyclesUntil(kHandler) == kEntry);
    CHECK(f.word(f.r(13) + 24) == kCode + 100); // where it goes back to
}

TEST_CASE("the entry takes 12 cycles in one run too")
{
    LatencyFixture f;
    f.run(50);
    f.core->pulseInterrupt(kLine);
    f.run(kEntry + 2);
    CHECK(f.pc() == kHandler + 4);
}

TEST_CASE("an interrupted program goes on 10 cycles after its handler's return")
{
    LatencyFixture f;
    f.run(50);
    f.core->pulseInterrupt(kLine);
    f.cyclesUntil(kHandler + 6);
    const std::uint64_t cycles = f.cyclesUntil(kCode + 100);
    // BX itself: one and the refill of the pipeline, which the return has in its ten.
    CHECK(cycles >= kReturn);
    CHECK(cycles <= kReturn + 3);
}

TEST_CASE("a pending interrupt is tail-chained in 6 cycles, without stacking anew")
{
    LatencyFixture f;
    f.run(50);
    f.core->pulseInterrupt(kUrgentLine);
    f.cyclesUntil(kUrgentHandler);
    const std::uint32_t frame = f.r(13);
    f.core->pulseInterrupt(kLine); // less urgent: waits
    f.cyclesUntil(kUrgentHandler + 6);
    const std::uint64_t cycles = f.cyclesUntil(kHandler);
    CHECK(cycles >= kTailChain);
    CHECK(cycles <= kTailChain + 3); // BX
    CHECK(f.r(13) == frame);
}

TEST_CASE("a more urgent interrupt that arrives during an entry is taken in its place")
{
    for (std::uint64_t late = 1; late < kEntry; ++late) {
        LatencyFixture f;
        f.run(50);
        f.core->pulseInterrupt(kLine);
        const std::uint64_t begin = f.core->cycles();
        // As the chip's time comes to the second interrupt, the core is in its entry already.
        REQUIRE(f.core->run(begin + late) == Stop::Limit);
        f.core->pulseInterrupt(kUrgentLine);
        const std::uint64_t before = f.core->cycles() - begin;
        // Since the first one: the stacking is shared.
        CHECK(before + f.cyclesUntil(kUrgentHandler) == kEntry);
        const std::uint32_t frame = f.r(13);
        f.cyclesUntil(kHandler); // then the other, on the same frame
        CHECK(f.r(13) == frame);
        f.cyclesUntil(kCode + 100);
    }
}

TEST_CASE("a more urgent interrupt after the entry preempts the handler")
{
    LatencyFixture f;
    f.run(50);
    f.core->pulseInterrupt(kLine);
    f.cyclesUntil(kHandler);
    const std::uint32_t frame = f.r(13);
    f.core->pulseInterrupt(kUrgentLine);
    CHECK(f.cyclesUntil(kUrgentHandler) == kEntry);
    CHECK(f.r(13) < frame);
}

TEST_CASE("an interrupt ends a sleep with the latency of any other")
{
    LatencyFixture f;
    f.program(kCode + 20, {kWfi});
    REQUIRE(f.run(100) == Stop::Asleep);
    f.core->skipTo(1'000'000);
    f.core->pulseInterrupt(kLine);
    REQUIRE_FALSE(f.core->isAsleep());
    CHECK(f.core->cycles() == 1'000'000);
    CHECK(f.cyclesUntil(kHandler) == kEntry);
}

TEST_CASE("an instruction in progress ends before an interrupt is taken")
{
    // At most the longest instruction that is not interrupted comes on top of the 12 cycles.
    LatencyFixture f;
    for (unsigned i = 0; i < 100; ++i)
        f.program(kCode + 4 * i, {0xFBB1, 0xF0F2}); // udiv r0, r1, r2
    f.core->set(m4::Register::R2, 3);
    for (unsigned begin = 20; begin < 40; ++begin) {
        f.reset();
        f.core->pokeSystem(0xE000E100, 1U << kLine);
        const std::uint64_t start = f.core->cycles();
        f.core->run(start + begin);
        f.core->pulseInterrupt(kLine);
        const std::uint64_t before = f.core->cycles() - start - begin; // what ran on behind it
        const std::uint64_t latency = before + f.cyclesUntil(kHandler);
        CHECK(latency >= kEntry);
        CHECK(latency <= kEntry + 12); // UDIV takes 2 to 12
    }
}

} // namespace perisphere::m4_latency_test
