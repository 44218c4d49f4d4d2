#include "perisphere/engine/unmodelled.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace perisphere::unmodelled_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;

TEST_CASE("each kind of unmodelled access is told once, with its first time, and then counted")
{
    Scheduler scheduler;
    UnmodelledAccesses accesses(scheduler);
    std::vector<std::string> told;
    accesses.onFirst([&](const UnmodelledAccess& one) { told.push_back(one.where + one.what); });
    scheduler.after(3ms, "test", [&] { accesses.report("A", "x"); });
    scheduler.after(4ms, "test", [&] {
        accesses.report("A", "x");
        accesses.report("B", "x");
    });
    REQUIRE(scheduler.runUntil(atNanoseconds(5'000'000)));
    CHECK(told == std::vector<std::string>{"Ax", "Bx"});
    REQUIRE(accesses.all().size() == 2);
    CHECK(accesses.all()[0].firstAt == atNanoseconds(3'000'000));
    CHECK(accesses.all()[0].count == 2);
    CHECK(accesses.all()[1].count == 1);
}

TEST_CASE("an app that finds ever new unmodelled accesses does not fill the memory")
{
    Scheduler scheduler;
    UnmodelledAccesses accesses(scheduler);
    for (std::size_t i = 0; i < UnmodelledAccesses::kMaxKinds + 5; ++i)
        accesses.report("A", std::to_string(i));
    CHECK(accesses.all().size() == UnmodelledAccesses::kMaxKinds);
    CHECK(accesses.dropped() == 5);
}

TEST_CASE("in a strict run an unmodelled access is a fault that names it")
{
    Scheduler scheduler;
    UnmodelledAccesses accesses(scheduler);
    accesses.setStrict(true);
    scheduler.after(1ms, "test", [&] { accesses.report("FLASH", "instruction 3Bh"); });
    const auto done = scheduler.runUntil(atNanoseconds(2'000'000));
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::Unsupported);
    CHECK(done.error().message == "instruction 3Bh of FLASH is not modelled");
}

} // namespace perisphere::unmodelled_test
