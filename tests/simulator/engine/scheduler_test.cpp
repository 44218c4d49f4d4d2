#include "perisphere/engine/scheduler.hpp"

#include "perisphere/engine/snapshot.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <random>
#include <string>

namespace perisphere::scheduler_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

/// A scheduler and what ran in it.
struct Log {
    Scheduler scheduler;
    std::string ran;
    EventHandle at(std::int64_t time, char letter, Priority priority = Priority::Model)
    {
        return scheduler.at(
            atNanoseconds(time), "test", [this, letter] { ran += letter; }, priority);
    }
};

/// Schedules itself anew without delay, for ever.
void spin(Scheduler& scheduler)
{
    scheduler.after(0ns, "test.spin", [&scheduler] { spin(scheduler); });
}

} // namespace

TEST_CASE("events run by time, then priority, then in the order they were scheduled")
{
    Log log;
    log.at(20, 'g');
    log.at(10, 'e', Priority::Report);
    log.at(10, 'c', Priority::Core);
    log.at(10, 'a');
    log.at(10, 'd', Priority::Core);
    log.at(10, 'b');
    log.at(15, 'f');
    REQUIRE(log.scheduler.runUntil(atNanoseconds(20)));
    CHECK(log.ran == "abcdefg");
}

TEST_CASE("the order of many events of few times equals a stable sort")
{
    Scheduler scheduler;
    std::mt19937 engine(1); // its output is fixed by the standard
    std::vector<std::pair<std::int64_t, int>> expected;
    std::vector<std::pair<std::int64_t, int>> ran;
    std::vector<EventHandle> cancelled;
    for (int i = 0; i < 5000; ++i) {
        const auto time = static_cast<std::int64_t>(engine() % 50);
        const auto handle = scheduler.at(atNanoseconds(time), "test",
                                         [&ran, time, i] { ran.emplace_back(time, i); });
        if (engine() % 3 == 0)
            cancelled.push_back(handle);
        else
            expected.emplace_back(time, i);
    }
    for (const auto handle : cancelled)
        CHECK(scheduler.cancel(handle));
    std::stable_sort(expected.begin(), expected.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    REQUIRE(scheduler.runUntil(atNanoseconds(50)));
    CHECK(ran == expected);
}

TEST_CASE("an event sees its own time, and the clock ends where the run ends")
{
    Scheduler scheduler;
    VirtualTime seen;
    scheduler.after(30ns, "test", [&] { seen = scheduler.now(); });
    REQUIRE(scheduler.runUntil(atNanoseconds(29)));
    CHECK(scheduler.now() == atNanoseconds(29));
    CHECK(seen == VirtualTime());
    CHECK(scheduler.nextEventAt() == atNanoseconds(30));
    REQUIRE(scheduler.runUntil(atNanoseconds(100)));
    CHECK(seen == atNanoseconds(30));
    CHECK(scheduler.now() == atNanoseconds(100));
    CHECK(scheduler.nextEventAt() == kNever);
}

TEST_CASE("run leaves the clock at the last event")
{
    Log log;
    log.at(30, 'a');
    REQUIRE(log.scheduler.run(kNever));
    CHECK(log.scheduler.now() == atNanoseconds(30));
}

TEST_CASE("what an event schedules for its own instant runs after what is queued there")
{
    Log log;
    log.scheduler.at(atNanoseconds(10), "test", [&log] {
        log.ran += 'a';
        log.at(10, 'c');
        log.at(5, 'd'); // has passed: counts as now
    });
    log.at(10, 'b');
    REQUIRE(log.scheduler.runUntil(atNanoseconds(10)));
    CHECK(log.ran == "abcd");
    CHECK(log.scheduler.now() == atNanoseconds(10));
}

TEST_CASE("a cancelled event does not run; cancelling again or too late does nothing")
{
    Log log;
    const auto a = log.at(10, 'a');
    const auto b = log.at(10, 'b');
    CHECK(log.scheduler.isPending(a));
    CHECK(log.scheduler.cancel(a));
    CHECK_FALSE(log.scheduler.isPending(a));
    CHECK_FALSE(log.scheduler.cancel(a));
    REQUIRE(log.scheduler.runUntil(atNanoseconds(10)));
    CHECK(log.ran == "b");
    CHECK_FALSE(log.scheduler.cancel(b));
    CHECK_FALSE(log.scheduler.cancel(EventHandle()));
}

TEST_CASE("an old handle does not cancel the event that reuses its place")
{
    Log log;
    const auto old = log.at(10, 'a');
    REQUIRE(log.scheduler.runUntil(atNanoseconds(10)));
    log.at(20, 'b');
    CHECK_FALSE(log.scheduler.cancel(old));
    REQUIRE(log.scheduler.runUntil(atNanoseconds(20)));
    CHECK(log.ran == "ab");
}

TEST_CASE("an event cannot cancel itself but can cancel another of its instant")
{
    Log log;
    EventHandle self;
    EventHandle other;
    bool cancelledSelf = true;
    bool cancelledOther = false;
    self = log.scheduler.after(1ns, "test", [&] {
        cancelledSelf = log.scheduler.cancel(self);
        cancelledOther = log.scheduler.cancel(other);
    });
    other = log.at(1, 'x');
    REQUIRE(log.scheduler.runUntil(atNanoseconds(5)));
    CHECK_FALSE(cancelledSelf);
    CHECK(cancelledOther);
    CHECK(log.ran.empty());
}

TEST_CASE("what a cancelled action owns is released at once")
{
    Scheduler scheduler;
    auto owned = std::make_shared<int>(1);
    const auto handle = scheduler.after(1s, "test", [owned] {});
    CHECK(owned.use_count() == 2);
    scheduler.cancel(handle);
    CHECK(owned.use_count() == 1);
}

TEST_CASE("an interrupted run returns after the current event and can be resumed")
{
    Log log;
    log.scheduler.after(10ns, "test", [&log] { log.scheduler.interrupt(); });
    log.at(10, 'a');
    REQUIRE(log.scheduler.runUntil(atNanoseconds(50)));
    CHECK(log.ran.empty());
    CHECK(log.scheduler.now() == atNanoseconds(10));
    REQUIRE(log.scheduler.runUntil(atNanoseconds(50)));
    CHECK(log.ran == "a");
    CHECK(log.scheduler.now() == atNanoseconds(50));
}

TEST_CASE("a run that is cut finishes its instant and goes no further")
{
    Log log;
    log.scheduler.after(10ns, "test", [&log] { log.scheduler.cutTo(atNanoseconds(20)); });
    log.at(10, 'a');
    log.at(20, 'b');
    log.at(21, 'c');
    REQUIRE(log.scheduler.runUntil(atNanoseconds(50)));
    CHECK(log.ran == "ab");
    CHECK(log.scheduler.now() == atNanoseconds(20));
}

TEST_CASE("the clock can be moved up to the next event, also inside an event")
{
    Log log;
    log.at(100, 'a');
    log.scheduler.after(10ns, "test.slice", [&log] {
        log.scheduler.advanceTo(atNanoseconds(60));
        log.scheduler.after(5ns, "test", [&log] { log.ran += 'b'; });
    });
    REQUIRE(log.scheduler.runUntil(atNanoseconds(65)));
    CHECK(log.ran == "b");
    log.scheduler.advanceTo(atNanoseconds(100));
    CHECK(log.ran == "b");
    REQUIRE(log.scheduler.runUntil(atNanoseconds(100)));
    CHECK(log.ran == "ba");
}

TEST_CASE("a chain of events that never lets time pass is reported with its name")
{
    Scheduler scheduler;
    scheduler.setInstantLimit(1000);
    scheduler.after(1us, "test.start", [&scheduler] { spin(scheduler); });
    const auto done = scheduler.runUntil(atNanoseconds(5000));
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::LimitExceeded);
    CHECK(
        done.error().message ==
        "1000 events ran at 0.000001000 s without letting time pass; the last were \"test.spin\"");
    CHECK(scheduler.now() == atNanoseconds(1000));
    CHECK(scheduler.executedEvents() == 1000);
}

TEST_CASE("a loop of two events names both")
{
    Scheduler scheduler;
    scheduler.setInstantLimit(100);
    struct Pair {
        Scheduler& scheduler;
        void ping()
        {
            scheduler.after(0ns, "test.pong", [this] { pong(); });
        }
        void pong()
        {
            scheduler.after(0ns, "test.ping", [this] { ping(); });
        }
    } pair{scheduler};
    pair.ping();
    const auto done = scheduler.runUntil(atNanoseconds(1));
    REQUIRE_FALSE(done);
    CHECK_THAT(done.error().message,
               Catch::Contains("\"test.ping\"") && Catch::Contains("\"test.pong\""));
}

TEST_CASE("many independent events of one instant within the limit are no fault")
{
    Scheduler scheduler;
    int ran = 0;
    for (int i = 0; i < 10000; ++i)
        scheduler.after(1ns, "test", [&ran] { ++ran; });
    CHECK(scheduler.runUntil(atNanoseconds(1)));
    CHECK(ran == 10000);
}

TEST_CASE("a model's fault ends the run once; what was queued is kept")
{
    Log log;
    log.scheduler.after(1ns, "test", [&log] {
        log.scheduler.fault({.code = ErrorCode::Invalid, .message = "first"});
        log.scheduler.fault({.code = ErrorCode::Invalid, .message = "second"});
    });
    log.at(2, 'a');
    const auto done = log.scheduler.runUntil(atNanoseconds(10));
    REQUIRE_FALSE(done);
    CHECK(done.error().message == "first");
    CHECK(log.scheduler.now() == atNanoseconds(1));
    REQUIRE(log.scheduler.runUntil(atNanoseconds(10)));
    CHECK(log.ran == "a");
}

TEST_CASE("the next action is the next event that is not a report")
{
    Scheduler scheduler;
    CHECK(scheduler.nextActionAt() == kNever);
    scheduler.after(
        10ns, "test.report", [] {}, Priority::Report);
    CHECK(scheduler.nextActionAt() == kNever);
    scheduler.after(30ns, "test.model", [] {});
    scheduler.after(
        20ns, "test.core", [] {}, Priority::Core);
    CHECK(scheduler.nextEventAt() == atNanoseconds(10));
    CHECK(scheduler.nextActionAt() == atNanoseconds(20));
    REQUIRE(scheduler.runUntil(atNanoseconds(25)));
    CHECK(scheduler.nextActionAt() == atNanoseconds(30));
}

TEST_CASE("a clock that is put back runs what it had run, in the same order")
{
    Scheduler scheduler;
    std::string ran;
    Timer a(scheduler, "test.a", [&ran] { ran += 'a'; });
    Timer b(scheduler, "test.b", [&ran] { ran += 'b'; });
    b.setAfter(10ns);
    a.setAfter(10ns);
    Snapshot snapshot;
    snapshot.exchange(a);
    snapshot.exchange(b);
    REQUIRE(scheduler.runUntil(atNanoseconds(20)));
    CHECK(ran == "ba");
    scheduler.restoreClock(atNanoseconds(0));
    snapshot.rewind();
    snapshot.exchange(a);
    snapshot.exchange(b);
    scheduler.after(10ns, "test.c", [&ran] { ran += 'c'; });
    REQUIRE(scheduler.runUntil(atNanoseconds(20)));
    CHECK(ran == "babac");
}

TEST_CASE("a fault is told to who runs inside the event")
{
    Scheduler scheduler;
    bool wasSeen = false;
    scheduler.after(10ns, "test.fault", [&] {
        CHECK_FALSE(scheduler.hasFault());
        scheduler.fault({.code = ErrorCode::Unsupported, .message = "test"});
        wasSeen = scheduler.hasFault();
    });
    CHECK_FALSE(scheduler.runUntil(atNanoseconds(20)));
    CHECK(wasSeen);
    CHECK_FALSE(scheduler.hasFault());
}

} // namespace perisphere::scheduler_test
