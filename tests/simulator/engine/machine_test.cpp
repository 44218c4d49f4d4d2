#include "perisphere/engine/machine.hpp"

#include "fake_host_clock.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace perisphere::machine_test
{

using namespace perisphere::engine;
using namespace perisphere::test;
using namespace std::chrono_literals;

namespace
{

/// A started machine on a clock that jumps.
struct Fixture {
    FakeHostClock clock;
    std::unique_ptr<Machine> machine;
    explicit Fixture(TimeMode mode)
        : machine(std::move(*Machine::create(clock, {.mode = mode})))
    {
    }
    Scheduler& scheduler() { return machine->scheduler(); }
    MachineStatus status()
    {
        return *machine->call([this] { return machine->status(); });
    }
    /// Waits until the machine has paused itself or was paused by an event.
    MachineStatus waitUntilPaused()
    {
        for (;;)
            if (MachineStatus seen = status(); seen.mode == TimeMode::paused())
                return seen;
    }
};

} // namespace

TEST_CASE("an unthrottled machine jumps from event to event without sleeping")
{
    Fixture fixture(TimeMode::unthrottled());
    std::vector<VirtualTime> seen;
    for (int day = 1; day <= 3; ++day)
        fixture.scheduler().after(std::chrono::hours(24 * day), "test",
                                  [&] { seen.push_back(fixture.scheduler().now()); });
    fixture.machine->pauseAt(VirtualTime() + std::chrono::hours(24 * 3));
    fixture.machine->start();
    const auto status = fixture.waitUntilPaused();
    CHECK(status.now == VirtualTime() + std::chrono::hours(24 * 3));
    CHECK(fixture.clock.timedSleeps() == 0);
    fixture.machine->stop();
    CHECK(seen.size() == 3);
}

TEST_CASE("a machine in real time sleeps until each event's host time")
{
    Fixture fixture(TimeMode::realTime());
    const HostTime begin = fixture.clock.now();
    std::vector<std::chrono::nanoseconds> seen;
    for (int i = 1; i <= 3; ++i)
        fixture.scheduler().after(i * 10ms, "test",
                                  [&] { seen.push_back(fixture.clock.now() - begin); });
    fixture.machine->pauseAt(atNanoseconds(30'000'000));
    fixture.machine->start();
    fixture.waitUntilPaused();
    fixture.machine->stop();
    CHECK(seen == std::vector<std::chrono::nanoseconds>{10ms, 20ms, 30ms});
    CHECK(fixture.clock.timedSleeps() == 3);
}

TEST_CASE("a paused machine runs no event but serves posts; resumed, it goes on where it was")
{
    Fixture fixture(TimeMode::paused());
    std::string ran;
    fixture.scheduler().after(0ns, "test", [&] { ran += 'a'; });
    fixture.scheduler().after(1s, "test", [&] { ran += 'b'; });
    fixture.machine->start();
    for (int i = 0; i < 10; ++i)
        CHECK(fixture.status().now == VirtualTime());
    CHECK(*fixture.machine->call([&] { return ran; }) == "");
    REQUIRE(fixture.machine->call([&] {
        fixture.machine->pauseAt(VirtualTime() + 500ms);
        fixture.machine->setMode(TimeMode::unthrottled());
    }));
    CHECK(fixture.waitUntilPaused().now == VirtualTime() + 500ms);
    CHECK(*fixture.machine->call([&] { return ran; }) == "a");
    REQUIRE(fixture.machine->call([&] {
        fixture.machine->pauseAt(VirtualTime() + 2s);
        fixture.machine->setMode(TimeMode::realTime());
    }));
    CHECK(fixture.waitUntilPaused().now == VirtualTime() + 2s);
    fixture.machine->stop();
    CHECK(ran == "ab");
}

TEST_CASE("an event that changes the mode is the last one of the old mode")
{
    Fixture fixture(TimeMode::unthrottled());
    std::string ran;
    fixture.scheduler().after(1ns, "test", [&] {
        ran += 'a';
        fixture.machine->setMode(TimeMode::paused());
    });
    fixture.scheduler().after(1ns, "test", [&] { ran += 'b'; });
    fixture.machine->start();
    fixture.waitUntilPaused();
    fixture.machine->stop();
    CHECK(ran == "a");
}

TEST_CASE("the clock does not jump over a hold; it goes on when the hold is released")
{
    Fixture fixture(TimeMode::unthrottled());
    bool ran = false;
    BusyHold hold = fixture.machine->holds().take("app", atNanoseconds(500));
    fixture.scheduler().after(1us, "test", [&] {
        ran = true;
        fixture.machine->setMode(TimeMode::paused());
    });
    fixture.machine->start();
    auto status = fixture.status();
    for (int i = 0; i < 100; ++i)
        status = fixture.status();
    CHECK(status.now == atNanoseconds(500));
    CHECK(status.holders == std::vector<std::string>{"app"});
    REQUIRE(fixture.machine->call([&] { hold.release(); }));
    CHECK(fixture.waitUntilPaused().now == atNanoseconds(1000));
    fixture.machine->stop();
    CHECK(ran);
}

TEST_CASE("a fault pauses the machine, tells the listener and is kept until the mode is set")
{
    Fixture fixture(TimeMode::unthrottled());
    std::string told;
    fixture.machine->onFault([&](const Error& error) { told = error.message; });
    fixture.scheduler().after(
        1us, "test", [&] { fixture.scheduler().fault({.message = "the model is at its end"}); });
    fixture.machine->start();
    const auto status = fixture.waitUntilPaused();
    REQUIRE(status.fault);
    CHECK(status.fault->message == "the model is at its end");
    REQUIRE(fixture.machine->call([&] { fixture.machine->setMode(TimeMode::unthrottled()); }));
    CHECK_FALSE(fixture.status().fault);
    fixture.machine->stop();
    CHECK(told == "the model is at its end");
}

TEST_CASE("call gives what the function returns, flattens results and runs nested calls at once")
{
    Fixture fixture(TimeMode::paused());
    CHECK(*fixture.machine->call([] { return 1; }) == 1); // before start: on this thread
    fixture.machine->start();
    CHECK(*fixture.machine->call([] { return std::make_unique<int>(7); }).value() == 7);
    const auto failed = fixture.machine->call(
        []() -> Result<int> { return fail(ErrorCode::NotFound, "no such pin"); });
    REQUIRE_FALSE(failed);
    CHECK(failed.error().message == "no such pin");
    CHECK(*fixture.machine->call([&] { return *fixture.machine->call([] { return 3; }); }) == 3);
    CHECK(*fixture.machine->call([&] { return fixture.machine->isOwnThread(); }));
    CHECK_FALSE(fixture.machine->isOwnThread());
}

TEST_CASE("work posted before the stop is done; after it, post and call say so")
{
    Fixture fixture(TimeMode::paused());
    int done = 0;
    fixture.machine->start();
    for (int i = 0; i < 100; ++i)
        CHECK(fixture.machine->post([&] { ++done; }));
    fixture.machine->stop();
    CHECK(done == 100);
    CHECK_FALSE(fixture.machine->post([&] { ++done; }));
    std::thread([&] {
        const auto answer = fixture.machine->call([] { return 1; });
        CHECK_FALSE(answer);
    }).join();
    CHECK(done == 100);
}

TEST_CASE("a machine that never started does the posted work when it goes")
{
    int done = 0;
    {
        const Fixture fixture(TimeMode::paused());
        fixture.machine->post([&] { ++done; });
    }
    CHECK(done == 1);
}

TEST_CASE("the loop can run on the caller's thread")
{
    Fixture fixture(TimeMode::unthrottled());
    int ran = 0;
    fixture.scheduler().after(1s, "test", [&] {
        ++ran;
        fixture.machine->requestStop();
    });
    fixture.machine->run();
    CHECK(ran == 1);
}

} // namespace perisphere::machine_test
