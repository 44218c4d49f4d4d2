#include "perisphere/engine/timer.hpp"

#include <catch2/catch.hpp>

namespace perisphere::timer_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;

TEST_CASE("setting a timer anew replaces what was pending")
{
    Scheduler scheduler;
    int fired = 0;
    Timer timer(scheduler, "test.timer", [&fired] { ++fired; });
    timer.setAfter(10ns);
    timer.setAfter(30ns);
    CHECK(timer.due() == atNanoseconds(30));
    REQUIRE(scheduler.runUntil(atNanoseconds(20)));
    CHECK(fired == 0);
    REQUIRE(scheduler.runUntil(atNanoseconds(40)));
    CHECK(fired == 1);
    CHECK(timer.due() == kNever);
}

TEST_CASE("a timer can set itself from its own function")
{
    Scheduler scheduler;
    int fired = 0;
    Timer timer(scheduler, "test.timer", [&] {
        if (++fired < 5)
            timer.setAfter(10ns);
    });
    timer.setAfter(10ns);
    REQUIRE(scheduler.runUntil(atNanoseconds(1000)));
    CHECK(fired == 5);
}

TEST_CASE("a timer's event goes with its owner")
{
    Scheduler scheduler;
    bool fired = false;
    {
        Timer timer(scheduler, "test.timer", [&fired] { fired = true; });
        timer.setAfter(10ns);
    }
    CHECK(scheduler.pendingEvents() == 0);
    REQUIRE(scheduler.runUntil(atNanoseconds(1000)));
    CHECK_FALSE(fired);
}

} // namespace perisphere::timer_test
