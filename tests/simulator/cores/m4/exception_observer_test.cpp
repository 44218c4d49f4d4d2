#include "core_fixture.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace perisphere::m4_exception_observer_test
{

using namespace perisphere::m4;
using m4_test::CoreFixture;
using m4_test::kCode;

namespace
{

constexpr unsigned kHere = 0xE7FE;   // b .
constexpr unsigned kReturn = 0x4770; // bx lr
constexpr std::uint32_t kEnable = 0xE000E100;
constexpr std::uint32_t kPriorities = 0xE000E400;

struct Seen {
    std::string what; ///< "+16", "-16"
    std::uint64_t cycle = 0;
};

class Watcher final : public ExceptionObserver
{
public:
    void entered(unsigned number, std::uint64_t cycle) override
    {
        seen.push_back({"+" + std::to_string(number), cycle});
    }
    void returned(unsigned number, std::uint64_t cycle) override
    {
        seen.push_back({"-" + std::to_string(number), cycle});
    }
    [[nodiscard]] std::string order() const
    {
        std::string text;
        for (const Seen& one : seen)
            text += one.what;
        return text;
    }

    std::vector<Seen> seen;
};

/// Interrupt 0 counts in r5 and waits for r6, the more urgent interrupt 1 counts in r4.
struct Bench : CoreFixture {
    Bench()
    {
        vector(16, kCode + 0x100);
        vector(17, kCode + 0x200);
        program(kCode, {kHere});
        program(kCode + 0x100, {0x3501, 0x2E00, 0xD0FD, kReturn}); // adds; cmp r6,#0; beq .-2; bx
        program(kCode + 0x200, {0x3401, kReturn});
        reset();
        core->pokeSystem(kEnable, 3);
        core->pokeSystem(kPriorities, 0x2040); // of 1, of 0
        core->setExceptionObserver(&watcher);
    }
    Watcher watcher;
};

} // namespace

TEST_CASE("an observer sees a handler begin and return at its cycles")
{
    Bench bench;
    bench.core->set(Register::R6, 1);
    bench.run(100);
    const std::uint64_t at = bench.core->cycles();
    bench.core->pulseInterrupt(0);
    bench.run(100);
    REQUIRE(bench.watcher.order() == "+16-16");
    CHECK(bench.watcher.seen[0].cycle == at + 12);
    CHECK(bench.watcher.seen[1].cycle > at + 12);
    CHECK(bench.watcher.seen[1].cycle < at + 24);
}

TEST_CASE("an observer sees handlers nest")
{
    Bench bench;
    bench.core->pulseInterrupt(0);
    bench.run(100);
    bench.core->pulseInterrupt(1);
    bench.run(100);
    CHECK(bench.watcher.order() == "+16+17-17");
    bench.core->set(Register::R6, 1);
    bench.run(100);
    CHECK(bench.watcher.order() == "+16+17-17-16");
    CHECK(bench.r(5) == 1);
    CHECK(bench.r(4) == 1);
}

TEST_CASE("an observer sees one handler follow the other")
{
    Bench bench;
    bench.core->set(Register::R6, 1);
    bench.core->pulseInterrupt(0);
    bench.core->pulseInterrupt(1);
    bench.run(100);
    REQUIRE(bench.watcher.order() == "+17-17+16-16");
    CHECK(bench.watcher.seen[2].cycle == bench.watcher.seen[1].cycle + 6); // tail-chaining
}

TEST_CASE("who watches changes nothing, and nobody watches when told so")
{
    Bench watched;
    Bench alone;
    alone.core->setExceptionObserver(nullptr);
    for (Bench* bench : {&watched, &alone}) {
        bench->core->set(Register::R6, 1);
        bench->core->pulseInterrupt(0);
        bench->run(100);
    }
    CHECK(watched.core->cycles() == alone.core->cycles());
    CHECK(watched.r(15) == alone.r(15));
    CHECK(alone.watcher.seen.empty());
}

} // namespace perisphere::m4_exception_observer_test
