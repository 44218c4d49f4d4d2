#include "perisphere/device/back_off.hpp"
#include "perisphere/device/timers.hpp"

#include <catch2/catch.hpp>

namespace perisphere::loop_timers_test
{

using namespace perisphere::device;
using namespace std::chrono_literals;

TEST_CASE("a timer of the loop runs its action once, not before its time")
{
    uv_loop_t loop;
    uv_loop_init(&loop);
    LoopTimers timers(loop);
    const auto start = timers.now();
    int runs = 0;
    auto timer = timers.after(3ms, [&] { ++runs; });
    auto cancelled = timers.after(1ms, [&] { runs += 10; });
    cancelled.reset();
    std::unique_ptr<Timer> own;
    own = timers.after(0ms, [&] {
        own.reset();
        runs += 100;
    });
    CHECK(runs == 0);
    uv_run(&loop, UV_RUN_DEFAULT);
    CHECK(runs == 101);
    CHECK(timers.now() - start >= 3ms);
    timer.reset();
    uv_run(&loop, UV_RUN_DEFAULT);
    CHECK(uv_loop_close(&loop) == 0);
}

TEST_CASE("the delay doubles from the second failure in a row, up to its longest")
{
    const BackOff backOff;
    CHECK(backOff.delay(1) == 0ms);
    CHECK(backOff.delay(2) == 1s);
    CHECK(backOff.delay(3) == 2s);
    CHECK(backOff.delay(7) == 32s);
    CHECK(backOff.delay(8) == 60s);
    CHECK(backOff.delay(4'000'000'000) == 60s);
}

} // namespace perisphere::loop_timers_test
