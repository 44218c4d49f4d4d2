#include "perisphere/engine/throttle.hpp"

#include "fake_host_clock.hpp"

#include <catch2/catch.hpp>

namespace perisphere::throttle_test
{

using namespace perisphere::engine;
using namespace perisphere::test;
using namespace std::chrono_literals;

namespace
{
constexpr VirtualTime kStart = atNanoseconds(5000);

VirtualTime idleTarget(Throttle& throttle)
{
    return throttle.target(kStart, kNever);
}
} // namespace

TEST_CASE("real time follows the host one to one from where it is set")
{
    FakeHostClock clock;
    Throttle throttle(clock, TimeMode::paused());
    clock.advance(1h);
    throttle.setMode(TimeMode::realTime(), kStart);
    CHECK(idleTarget(throttle) == kStart);
    clock.advance(1234567ns);
    CHECK(idleTarget(throttle) == kStart + 1234567ns);
}

TEST_CASE("scaled time follows the host at its speed, faster or slower")
{
    FakeHostClock clock;
    Throttle throttle(clock, TimeMode::paused());
    throttle.setMode(*TimeMode::scaled(10), kStart);
    clock.advance(1ms);
    CHECK(idleTarget(throttle) == kStart + 10ms);
    throttle.setMode(*TimeMode::scaled(0.1), kStart + 10ms);
    clock.advance(1ms);
    CHECK(idleTarget(throttle) == kStart + 10100us);
}

TEST_CASE("paused time stands still and unthrottled time has no bound")
{
    FakeHostClock clock;
    Throttle throttle(clock, TimeMode::paused());
    clock.advance(1h);
    CHECK(idleTarget(throttle) == kStart);
    CHECK_FALSE(throttle.hostTimeOf(kStart + 1s));
    throttle.setMode(TimeMode::unthrottled(), kStart);
    CHECK(idleTarget(throttle) == kNever);
    CHECK_FALSE(throttle.hostTimeOf(kStart + 1s));
}

TEST_CASE("at the host time of an instant, virtual time has reached it and not a slice more")
{
    const double speed = GENERATE(1.0, 3.0, 7.0, 0.1, 0.3, 1e6, 1e-6);
    const std::int64_t ahead = GENERATE(1, 2, 3, 999, 1'000'001, 123'456'789);
    FakeHostClock clock;
    Throttle throttle(clock, TimeMode::paused());
    throttle.setMode(*TimeMode::scaled(speed), kStart);
    const VirtualTime event = kStart + Duration(ahead);
    const auto when = throttle.hostTimeOf(event);
    REQUIRE(when);
    clock.advance(*when - clock.now());
    const VirtualTime reached = throttle.target(kStart, event);
    CHECK(reached >= event);
    CHECK(reached <= event + Duration(static_cast<std::int64_t>(2 * speed) + 1));
}

TEST_CASE("work that comes late is caught up with, and its lag is seen")
{
    FakeHostClock clock;
    Throttle throttle(clock, TimeMode::paused());
    throttle.setMode(TimeMode::realTime(), kStart);
    clock.advance(50ms);
    CHECK(throttle.target(kStart, kStart + 20ms) == kStart + 50ms);
    CHECK(throttle.lag() == 30ms);
    CHECK(throttle.slipped() == 0ns);
    CHECK(throttle.target(kStart + 50ms, kStart + 60ms) == kStart + 50ms);
    CHECK(throttle.lag() == 0ns);
}

TEST_CASE("a lag beyond the catch-up limit is given up and accounted")
{
    FakeHostClock clock;
    Throttle throttle(clock, TimeMode::paused());
    throttle.setMode(*TimeMode::scaled(2), kStart);
    clock.advance(1s); // 2 s of virtual time, of which 200 ms may be caught up with
    CHECK(throttle.target(kStart, kStart) == kStart + 200ms);
    CHECK(throttle.lag() == 200ms);
    CHECK(throttle.slipped() == 1800ms);
    clock.advance(1ms);
    CHECK(throttle.target(kStart + 200ms, kStart + 202ms) == kStart + 202ms);
    CHECK(throttle.slipped() == 1800ms);
}

TEST_CASE("an idle engine is not late however long it slept")
{
    FakeHostClock clock;
    Throttle throttle(clock, TimeMode::paused());
    throttle.setMode(TimeMode::realTime(), kStart);
    clock.advance(24h);
    CHECK(idleTarget(throttle) == kStart + 24h);
    CHECK(throttle.lag() == 0ns);
    CHECK(throttle.slipped() == 0ns);
}

TEST_CASE("at the highest speed virtual time saturates instead of overflowing")
{
    FakeHostClock clock;
    Throttle throttle(clock, TimeMode::paused());
    throttle.setMode(*TimeMode::scaled(1e6), kStart);
    clock.advance(std::chrono::hours(24 * 365));
    CHECK(idleTarget(throttle) > kStart + std::chrono::hours(24 * 365 * 100));
}

} // namespace perisphere::throttle_test
