#include "core_fixture.hpp"

namespace perisphere::core_recording_test
{

using namespace perisphere::realtime_test;
using namespace std::chrono_literals;
using debug::Resume;
using debug::StopReason;
using m4::Register;

/// r2 counts reads of COUNT; an interrupt at 5 counts in r5.
CoresFixture::Program countingProgram()
{
    CoresFixture::Program program;
    // ldr r1,[pc,#16]; ldr r0,[r1]; adds r2,r2,r0; str r2,[r1,#8]; adds r3,#1; b .-8
    program.code(kCode,
                 {0x4904, 0x6808, 0x1812, 0x608A, 0x3301, 0xE7FA, 0xBF00, 0xBF00, 0xBF00, 0xBF00});
    program.word(kCode + 20, kRegisters);
    return program;
}

struct TargetFixture : CoresFixture {
    TargetFixture()
        : target(*cores[0])
    {
        observer.onStopped = [this](realtime::RealTimeCore&, m4::Stop reason) {
            target.coreStopped(reason);
        };
        target.onStop(this, [this](const StopReason& reason) { reasons.push_back(reason); });
        program = countingProgram();
        cores[0]->start(program.image());
        target.attach();
    }
    [[nodiscard]] std::uint64_t r(unsigned number) const { return target.readRegister(number); }
    void step()
    {
        REQUIRE(target.resume(Resume::Step));
        runFor(1us);
        REQUIRE(target.isStopped());
    }

    realtime::CoreTarget target;
    CoresFixture::Program program;
    std::vector<StopReason> reasons;
};

TEST_CASE("each step back undoes one step")
{
    TargetFixture f;
    f.runFor(100us);
    f.target.interrupt();
    std::vector<std::vector<std::uint64_t>> states;
    const auto state = [&] {
        std::vector<std::uint64_t> registers;
        for (unsigned i = 0; i < 17; ++i)
            registers.push_back(f.r(i));
        return registers;
    };
    for (unsigned i = 0; i < 30; ++i) {
        states.push_back(state());
        f.step();
    }
    const std::uint32_t count = f.block.count;
    for (unsigned i = 30; i-- > 0;) {
        REQUIRE(f.target.resume(Resume::ReverseStep));
        CHECK(state() == states[i]);
    }
    CHECK(f.block.count == count); // the device is where it was
    for (unsigned i = 1; i < 30; ++i) {
        REQUIRE(f.target.resume(Resume::Step));
        CHECK(state() == states[i]);
    }
}

TEST_CASE("going back ends at the begin of what is written down")
{
    TargetFixture f;
    f.runFor(20us);
    f.target.interrupt();
    REQUIRE(f.target.resume(Resume::ReverseContinue));
    CHECK(f.reasons.back().kind == StopReason::Kind::NoHistory);
    CHECK(f.r(15) == kCode);
    CHECK(f.r(3) == 0);
    REQUIRE(f.target.resume(Resume::ReverseStep));
    CHECK(f.reasons.back().kind == StopReason::Kind::NoHistory);
}

TEST_CASE("going back stops at the last breakpoint, and going on repeats up to the present")
{
    TargetFixture f;
    f.runFor(100us);
    f.target.interrupt();
    const std::uint64_t present = f.r(3);
    const std::uint64_t sum = f.r(2);
    REQUIRE(f.target.setBreakpoint(kCode + 8));
    REQUIRE(f.target.resume(Resume::ReverseContinue));
    CHECK(f.reasons.back().kind == StopReason::Kind::Breakpoint);
    CHECK(f.r(15) == kCode + 8);
    const std::uint64_t last = f.r(3);
    CHECK(last + 1 >= present);
    REQUIRE(f.target.resume(Resume::ReverseContinue));
    CHECK(f.r(3) == last - 1);
    f.target.clearBreakpoint(kCode + 8);
    REQUIRE(f.target.resume(Resume::Continue)); // through the present, and on
    f.runFor(10us);
    f.target.interrupt();
    CHECK(f.r(3) > present);
    CHECK(f.r(2) > sum);
    CHECK(f.r(2) == f.r(3) * (f.r(3) + 1) / 2 +
                        (f.r(15) == kCode + 6 || f.r(15) == kCode + 8 ? f.r(3) + 1 : 0));
}

} // namespace perisphere::core_recording_test
