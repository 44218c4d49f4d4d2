#include "perisphere/engine/busy_hold.hpp"

#include <catch2/catch.hpp>

namespace perisphere::busy_hold_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;

TEST_CASE("the least horizon counts, until its hold is released")
{
    Scheduler scheduler;
    BusyHolds holds(scheduler);
    CHECK(holds.horizon() == kNever);
    BusyHold early = holds.take("app a", atNanoseconds(10));
    BusyHold late = holds.take("app b", atNanoseconds(20));
    CHECK(holds.horizon() == atNanoseconds(10));
    CHECK(holds.holders() == std::vector<std::string>{"app a"});
    early.setHorizon(atNanoseconds(30));
    CHECK(holds.holders() == std::vector<std::string>{"app b"});
    late.release();
    CHECK_FALSE(late.isHeld());
    CHECK(holds.horizon() == atNanoseconds(30));
}

TEST_CASE("a hold goes with its owner and moves with it")
{
    Scheduler scheduler;
    BusyHolds holds(scheduler);
    {
        BusyHold outer;
        {
            BusyHold inner = holds.take("app", atNanoseconds(10));
            outer = std::move(inner);
        }
        CHECK(holds.horizon() == atNanoseconds(10));
    }
    CHECK(holds.horizon() == kNever);
}

TEST_CASE("a hold taken by an event stops the run that is under way at its horizon")
{
    Scheduler scheduler;
    BusyHolds holds(scheduler);
    BusyHold hold;
    int ran = 0;
    scheduler.after(10ns, "test", [&] { hold = holds.take("app", scheduler.now()); });
    scheduler.after(10ns, "test", [&] { ++ran; });
    scheduler.after(11ns, "test", [&] { ++ran; });
    REQUIRE(scheduler.run(kNever));
    CHECK(ran == 1);
    CHECK(scheduler.now() == atNanoseconds(10));
}

} // namespace perisphere::busy_hold_test
