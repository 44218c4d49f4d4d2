#include "core_fixture.hpp"

#include <algorithm>

namespace perisphere::core_test
{

using namespace perisphere::m4_test;
using m4::Register;
using m4::Stop;

constexpr unsigned kLoopHere = 0xE7FE; // b .
constexpr unsigned kWfi = 0xBF30;
constexpr unsigned kReturn = 0x4770; // bx lr

TEST_CASE("a core starts at its reset vector with the stack that the table gives")
{
    CoreFixture f;
    f.program(kCode, {0x202A, 0x1C41, kLoopHere}); // movs r0,#42; adds r1,r0,#1
    f.reset();
    CHECK(f.r(13) == kStackTop);
    CHECK(f.r(15) == kCode);
    CHECK(f.run(100) == Stop::Limit);
    CHECK(f.r(0) == 42);
    CHECK(f.r(1) == 43);
    CHECK(f.core->cycles() >= 100);
    CHECK(f.core->cycles() <= 103);
}

TEST_CASE("registers of the chip are accessed at the cycle of the instruction")
{
    CoreFixture f;
    f.bus.onRead = [](std::uint32_t) { return 7U; };
    // ldr r1,[pc,#12]; movs r0,#5; str r0,[r1,#4]; ldr r2,[r1,#8]; ldrb r3,[r1,#9]; wfi
    f.program(kCode, {0x4903, 0x2005, 0x6048, 0x688A, 0x7A4B, kWfi, kLoopHere, 0xBF00});
    f.word(kCode + 16, kDevice);
    f.reset();
    CHECK(f.run() == Stop::Asleep);
    REQUIRE(f.bus.accesses.size() == 3);
    CHECK(f.bus.accesses[0] == TestBus::Access{3, kDevice + 4, 4, 5, true});
    CHECK(f.bus.accesses[1] == TestBus::Access{5, kDevice + 8, 4, 7, false});
    CHECK(f.bus.accesses[2] == TestBus::Access{7, kDevice + 9, 1, 7, false});
    CHECK(f.r(2) == 7);
    CHECK(f.core->cycles() == 10);
}

TEST_CASE("an access that is not admitted yet stops the core in front of it")
{
    CoreFixture f;
    f.program(kCode, {0x4903, 0x2005, 0x6048, 0x2006, 0xBF30, kLoopHere, 0xBF00, 0xBF00});
    f.word(kCode + 16, kDevice);
    f.bus.admittedUntil = 1;
    f.reset();
    CHECK(f.run() == Stop::Waits);
    CHECK(f.core->cycles() == 3);
    CHECK(f.r(15) == kCode + 4);
    CHECK(f.bus.accesses.empty());
    CHECK(f.run() == Stop::Waits);
    CHECK(f.core->cycles() == 3);
    f.bus.admittedUntil = 1000;
    CHECK(f.run() == Stop::Asleep);
    CHECK(f.r(0) == 6);
    CHECK(f.core->cycles() == 7);
}

TEST_CASE("an interrupt is taken after 12 cycles and returns where it came")
{
    CoreFixture f;
    f.vector(16 + 3, kCode + 0x100);
    // ldr r1,[pc,#12]; movs r0,#8; str r0,[r1]; (enable) ; b .
    f.program(kCode, {0x4903, 0x2008, 0x6008, kLoopHere, 0xBF00, 0xBF00, 0xBF00, 0xBF00});
    f.word(kCode + 16, 0xE000E100);
    f.program(kCode + 0x100, {0x3501, kReturn}); // adds r5,#1; bx lr
    f.reset();
    CHECK(f.run(100) == Stop::Limit);
    CHECK(f.core->get(Register::Xpsr) == 0x01000000);
    f.core->set(Register::R2, 22);
    const std::uint64_t at = f.core->cycles();
    f.core->pulseInterrupt(3);
    CHECK(f.core->run(at + 13) == Stop::Limit);
    CHECK(f.r(15) == kCode + 0x102);
    CHECK(f.r(14) == 0xFFFFFFF9);
    CHECK((f.core->get(Register::Xpsr) & 0x1FF) == 19);
    CHECK(f.r(13) == kStackTop - 0x20);
    CHECK(f.word(kStackTop - 0x20 + 8) == 22);
    CHECK(f.word(kStackTop - 8) == kCode + 6);
    CHECK(f.run(100) == Stop::Limit);
    CHECK(f.r(5) == 1);
    CHECK(f.r(15) == kCode + 6);
    CHECK(f.r(13) == kStackTop);
}

TEST_CASE("jumps into nothing, zeroes and endless indirect branches end")
{
    CoreFixture f;
    f.vector(3, kCode + 0x2000);
    f.program(kCode + 0x2000, {0x2401, kWfi, 0xE7FD}); // movs r4,#1; wfi
    SECTION("nothing")
    {
        f.program(kCode, {0x4800, kReturn - 0x70 + 0x00, 0x0000, 0x4000});
        f.program(kCode, {0x4800, 0x4700, 0x0001, 0x5000}); // ldr r0,[pc]; bx r0; 0x50000001
        f.reset();
        CHECK(f.run() == Stop::Asleep);
        CHECK(f.r(4) == 1);
        CHECK((f.core->peekSystem(0xE000ED2C) & 1U << 30) != 0); // HFSR.FORCED
        CHECK(f.core->peekSystem(0xE000ED28) == 1);              // IACCVIOL: execute never
    }
    SECTION("zeroes")
    {
        f.program(kCode, {0x2000});
        f.reset();
        CHECK(f.run(1000) == Stop::Limit);
        CHECK(f.r(15) == kCode + 2 * 1000);
    }
    SECTION("indirect branches")
    {
        f.program(kCode, {0x4800, 0x4700, (kCode + 2) & 0xFFFF, kCode >> 16});
        f.program(kCode, {0x4800, 0x4700, ((kCode + 2) & 0xFFFF) | 1, kCode >> 16});
        f.reset();
        CHECK(f.run(10'000) == Stop::Limit);
        CHECK(f.core->cycles() < 10'010);
    }
}

TEST_CASE("SysTick raises its exception with each period exactly")
{
    CoreFixture f;
    f.vector(15, kCode + 0x100);
    // r1 = E000E010; r0 = 99 -> LOAD; 7 -> CTRL; b .
    f.program(kCode,
              {0x4904, 0x2063, 0x6048, 0x2000, 0x6088, 0x2007, 0x6008, kLoopHere, 0xBF00, 0xBF00});
    f.word(kCode + 20, 0xE000E010);
    // ldr r2,[pc,#8]: DWT_CYCCNT is off; count: adds r5,#1; bx lr
    f.program(kCode + 0x100, {0x3501, kReturn});
    f.reset();
    CHECK(f.run(10'050) == Stop::Limit);
    CHECK(f.r(5) == 100);
}

namespace
{

/// A loop of a straight line, IT blocks and calls of which two return one behind the other.
void putLoop(CoreFixture& device)
{
    for (std::uint32_t at = 0; at < 200; at += 2)
        device.program(kCode + at, {0x3001}); // ADDS R0, #1
    device.program(kCode + 200, {
                                    0xBF0C, 0x3101, 0x3201, // ITE EQ; ADDEQ R1, #1; ADDNE R2, #1
                                    0xBF18, 0x3101,         // IT NE; ADDNE R1, #1
                                    0xF000, 0xF82B,         // BL +300
                                    0xE793,                 // B +0
                                });
    device.program(kCode + 300, {
                                    0xB500,         // PUSH {LR}
                                    0xF000, 0xF807, // BL +320
                                    0xBD00,         // POP {PC}
                                });
    device.program(kCode + 320, {0x4770}); // BX LR
    device.reset();
}

} // namespace

TEST_CASE("a run ends with the first instruction that comes to its limit")
{
    constexpr std::uint64_t kCycles = 50'000;
    CoreFixture stepped;
    putLoop(stepped);
    std::vector<std::uint64_t> boundaries;
    while (stepped.core->cycles() < kCycles + 1'000) { // as far as the last limit
        boundaries.push_back(stepped.core->cycles());
        REQUIRE(stepped.core->step() == m4::Stop::Step);
    }
    CoreFixture run;
    putLoop(run);
    std::uint64_t limit = 0;
    for (unsigned i = 0; limit < kCycles; ++i) {
        limit += i * 37 % 601 + 1;
        REQUIRE(run.core->run(limit) == m4::Stop::Limit);
        REQUIRE(run.core->cycles() == *std::ranges::lower_bound(boundaries, limit));
    }
}

} // namespace perisphere::core_test
