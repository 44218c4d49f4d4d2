// What a program accesses that is not modelled is told once; a strict run ends there.
#include "core_fixture.hpp"

namespace perisphere::unmodelled_test
{

using namespace perisphere::realtime_test;
using namespace std::chrono_literals;

/// A loop that reads COUNT and writes the word at offset 8, which no block describes.
CoresFixture::Program writingProgram()
{
    CoresFixture::Program program;
    // ldr r1,[pc,#16]; ldr r0,[r1]; adds r3,#1; str r3,[r1,#8]; adds r2,#1; b .-8
    program.code(kCode,
                 {0x4904, 0x6808, 0x3301, 0x608B, 0x3201, 0xE7FA, 0xBF00, 0xBF00, 0xBF00, 0xBF00});
    program.word(kCode + 20, kRegisters);
    return program;
}

TEST_CASE("an access to a register that is not modelled is told once")
{
    CoresFixture f(2);
    std::vector<std::string> told;
    f.unmodelled.onFirst([&](const engine::UnmodelledAccess& access) {
        told.push_back(access.where + ": " + access.what + ", " + access.from);
    });
    const auto program = writingProgram();
    f.cores[0]->start(program.image());
    f.runFor(1ms);
    REQUIRE(told.size() == 1);
    CHECK(told[0] == "real-time core 0: register COUNTING+8h (0x38000008), pc 0x00100406");
    CHECK(f.unmodelled.all().size() == 1);
    f.cores[1]->start(program.image());
    f.runFor(1ms);
    REQUIRE(told.size() == 2);
    CHECK(told[1] == "real-time core 1: register COUNTING+8h (0x38000008), pc 0x00100406");
}

TEST_CASE("a strict run ends at the access")
{
    CoresFixture f(2);
    f.unmodelled.setStrict(true);
    const auto program = writingProgram();
    f.cores[0]->start(program.image());
    f.cores[1]->start(program.image());
    const auto done = f.scheduler.runUntil(f.scheduler.now() + 1ms);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::Unsupported);
    CHECK(done.error().message ==
          "register COUNTING+8h (0x38000008) of real-time core 0 is not modelled (pc 0x00100406)");
    // The core stands behind the instruction, and has gone through the loop once.
    CHECK(f.cores[0]->processor().pc() == kCode + 8);
    CHECK(f.cores[0]->processor().get(m4::Register::R3) == 1);
    CHECK(f.cores[0]->processor().get(m4::Register::R2) == 0);
    // Nobody has come further than this instant.
    const engine::VirtualTime now = f.scheduler.now();
    CHECK(now < engine::VirtualTime(2us));
    CHECK(f.cores[1]->readyAt() <= now + 1us);
}

TEST_CASE("a strict run that is continued goes on behind the access")
{
    CoresFixture f;
    f.unmodelled.setStrict(true);
    const auto program = writingProgram();
    f.cores[0]->start(program.image());
    REQUIRE_FALSE(f.scheduler.runUntil(f.scheduler.now() + 1ms));
    f.runFor(1ms);
    CHECK(f.cores[0]->processor().get(m4::Register::R2) > 100);
}

} // namespace perisphere::unmodelled_test
