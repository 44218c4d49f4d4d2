#include "device_bench.hpp"

using namespace perisphere;
using namespace std::chrono_literals;
using test::kLit;
using test::kPressed;

namespace
{

runtime::WaitFor untilLit(engine::VirtualTime deadline)
{
    return {.property = kLit,
            .isMet = [](const engine::PropertyValue& value,
                        std::span<const std::uint8_t>) { return std::get<bool>(value); },
            .deadline = deadline};
}

/// How a wait ends that begins when the device runs.
runtime::WaitEnd endOf(test::DeviceBench& bench, runtime::WaitFor what)
{
    std::optional<runtime::WaitEnd> end;
    bench.run([&] {
        REQUIRE(bench.device().waits().begin(std::move(what), [&](const runtime::WaitEnd& ended) {
            end = ended;
            bench.device().shutdown();
        }));
    });
    REQUIRE(end);
    return *end;
}

} // namespace

TEST_CASE("a wait ends at the instant of the change, and time stands still there")
{
    test::DeviceBench bench;
    const auto instant = engine::atNanoseconds(1'234'567'891);
    bench.device().waits().holdTime();
    REQUIRE(bench.parts().setAt(kPressed, true, instant));
    const auto end = endOf(bench, untilLit(engine::atNanoseconds(10'000'000'000)));
    CHECK(end.isMet);
    CHECK(end.time == instant);
    CHECK(end.property.value().value == engine::PropertyValue(true));
    CHECK(bench.device().control().time().status().now == instant);
}

TEST_CASE("a wait for what does not come ends at its deadline")
{
    test::DeviceBench bench;
    bench.device().waits().holdTime();
    const auto deadline = engine::atNanoseconds(2'000'000'000);
    const auto end = endOf(bench, untilLit(deadline));
    CHECK_FALSE(end.isMet);
    CHECK(end.time == deadline);
}

TEST_CASE("a wait that is cancelled is not told")
{
    test::DeviceBench bench;
    runtime::SimulatedDevice& device = bench.device();
    device.waits().holdTime();
    bool isTold = false;
    bench.run([&] {
        REQUIRE(device.waits().begin(untilLit(engine::kNever),
                                     [&](const runtime::WaitEnd&) { isTold = true; }));
        device.waits().cancel();
        REQUIRE(bench.parts().set(kPressed, true));
        device.shutdown();
    });
    CHECK_FALSE(isTold);
}

TEST_CASE("a wait for a property that the board does not have begins not at all")
{
    test::DeviceBench bench;
    runtime::WaitFor what = untilLit(engine::kNever);
    what.property = control::PropertyPath{"D2", "lit"};
    const auto begun =
        bench.device().waits().begin(std::move(what), [](const runtime::WaitEnd&) {});
    CHECK(begun.error().code == ErrorCode::NotFound);
}
