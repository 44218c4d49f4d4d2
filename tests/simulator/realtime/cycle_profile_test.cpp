#include "core_fixture.hpp"

#include <numeric>

namespace perisphere::cycle_profile_test
{

using namespace perisphere::realtime_test;
using namespace std::chrono_literals;

/// Two cores that read COUNT in loops of their own: what each gets depends on who comes first.
CoresFixture::Program racingProgram(unsigned idle)
{
    CoresFixture::Program program;
    // ldr r1,[pc,#16]; ldr r0,[r1]; adds r2,r2,r0; b .-4 with some nops in between
    program.code(kCode, {0x4904, 0x6808, 0x1812, idle, 0xBF00, 0xE7FA});
    program.word(kCode + 20, kRegisters);
    return program;
}

/// WFI for ever.
CoresFixture::Program sleepingProgram()
{
    CoresFixture::Program program;
    program.code(kCode, {0xBF30, 0xE7FD});
    return program;
}

std::uint64_t total(const realtime::ProfileSamples& samples)
{
    return std::accumulate(samples.byAddress.begin(), samples.byAddress.end(), samples.asleep,
                           [](std::uint64_t sum, const auto& one) { return sum + one.second; });
}

TEST_CASE("each so many cycles there is one sample, of an instruction of the program")
{
    CoresFixture f;
    const auto program = racingProgram(0xBF00);
    f.cores[0]->start(program.image());
    f.cores[0]->startProfile(100);
    f.runFor(1ms);
    const auto samples = f.cores[0]->profile();
    CHECK(samples.period == 100);
    CHECK(samples.cycles >= 25'900);
    CHECK(total(samples) == samples.cycles / 100);
    CHECK(samples.byAddress.size() > 1);
    for (const auto& [address, count] : samples.byAddress)
        CHECK((address >= kCode && address <= kCode + 10));
}

TEST_CASE("a profile changes nothing for the cores")
{
    std::vector<std::vector<std::int64_t>> times;
    std::vector<std::vector<std::uint32_t>> results;
    for (const std::uint32_t period : {0U, 10U, 37U, 1000U}) {
        CoresFixture f(2);
        const auto first = racingProgram(0xBF00);
        const auto second = racingProgram(0x3301); // adds r3, #1
        f.cores[0]->start(first.image());
        f.cores[1]->start(second.image());
        if (period != 0)
            for (const auto& core : f.cores)
                core->startProfile(period);
        f.runFor(2ms);
        times.push_back(f.block.times);
        results.push_back({f.cores[0]->processor().get(m4::Register::R2),
                           f.cores[1]->processor().get(m4::Register::R2)});
    }
    for (std::size_t i = 1; i < times.size(); ++i) {
        CHECK(times[i] == times[0]);
        CHECK(results[i] == results[0]);
    }
}

TEST_CASE("the same run gives the same samples")
{
    std::vector<std::map<std::uint32_t, std::uint64_t>> runs;
    for (int i = 0; i < 2; ++i) {
        CoresFixture f;
        const auto program = racingProgram(0xBF00);
        f.cores[0]->start(program.image());
        f.cores[0]->startProfile(17);
        f.runFor(1ms);
        runs.push_back(f.cores[0]->profile().byAddress);
    }
    CHECK(runs[0] == runs[1]);
}

TEST_CASE("a core that sleeps is sampled as asleep, up to now")
{
    CoresFixture f;
    const auto program = sleepingProgram();
    f.cores[0]->start(program.image());
    f.cores[0]->startProfile(1000);
    f.runFor(10ms);
    const auto samples = f.cores[0]->profile();
    CHECK(samples.asleep == 260);
    CHECK(samples.byAddress.empty());
    CHECK(samples.cycles == 260'000);
    f.runFor(10ms);
    CHECK(f.cores[0]->profile().asleep == 520);
}

TEST_CASE("a profile ends when it is stopped and begins anew with a program")
{
    CoresFixture f;
    const auto program = racingProgram(0xBF00);
    f.cores[0]->start(program.image());
    CHECK(f.cores[0]->profile().period == 0);
    f.cores[0]->startProfile(100);
    f.runFor(1ms);
    f.cores[0]->stopProfile();
    const auto stopped = f.cores[0]->profile();
    f.runFor(1ms);
    CHECK(f.cores[0]->profile().byAddress == stopped.byAddress);
    CHECK(f.cores[0]->profile().cycles == stopped.cycles);
    CHECK_FALSE(f.cores[0]->isProfiled());

    f.cores[0]->startProfile(100);
    f.runFor(1ms);
    f.cores[0]->start(program.image());
    CHECK(f.cores[0]->isProfiled());
    CHECK(total(f.cores[0]->profile()) == 0);
}

TEST_CASE("what ran is that of the program that is loaded")
{
    CoresFixture f;
    const auto first = racingProgram(0xBF00);
    const auto second = sleepingProgram();
    f.cores[0]->start(first.image());
    f.runFor(1ms);
    CHECK(f.cores[0]->processor().executedInstructions().back() == kCode + 10);
    f.cores[0]->start(second.image());
    f.runFor(1ms);
    CHECK(f.cores[0]->processor().executedInstructions().back() <= kCode + 2);
}

TEST_CASE("a step that is given up in a core that sleeps does not stop it later")
{
    CoresFixture f;
    const auto program = sleepingProgram();
    realtime::CoreTarget target(*f.cores[0]);
    f.observer.onStopped = [&](realtime::RealTimeCore&, m4::Stop reason) {
        target.coreStopped(reason);
    };
    f.cores[0]->start(program.image());
    f.runFor(1ms);
    target.attach();
    target.interrupt();
    REQUIRE(target.resume(debug::Resume::Step));
    f.runFor(1ms);
    CHECK_FALSE(target.isStopped()); // it sleeps
    target.interrupt();
    REQUIRE(target.resume(debug::Resume::Continue));
    f.cores[0]->set(5, true);
    f.cores[0]->processor().wakeByEvent();
    f.runFor(1ms);
    CHECK_FALSE(target.isStopped());
}

} // namespace perisphere::cycle_profile_test
