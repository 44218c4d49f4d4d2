#include "perisphere/soc/pwm.hpp"

#include "chip.hpp"

#include <vector>

namespace perisphere::pwm_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

soc::PwmState state(std::uint32_t period, std::uint32_t duty)
{
    return {.periodNanoseconds = period, .dutyNanoseconds = duty, .isEnabled = true};
}

} // namespace

TEST_CASE("what 16 bits of half microseconds hold can be made")
{
    CHECK(soc::Pwm::isPossible(state(1'000'000, 0)));
    CHECK(soc::Pwm::isPossible(state(1'000'000, 1'000'000)));
    CHECK(soc::Pwm::isPossible(state(65'535'000, 32'767'500)));
    CHECK_FALSE(soc::Pwm::isPossible(state(0, 0)));
    CHECK_FALSE(soc::Pwm::isPossible(state(1'000, 1'001)));
    CHECK_FALSE(soc::Pwm::isPossible(state(40'000'000, 0)));
    CHECK_FALSE(soc::Pwm::isPossible(state(499, 100))); // not one tick
}

TEST_CASE("edges come at the times that the state says")
{
    test::Chip test;
    std::vector<std::pair<std::int64_t, bool>> edges;
    const auto subscription = test.chip.pads[4].onLevel([&](const PinChange& change) {
        edges.emplace_back(toNanoseconds(change.time), change.after.high);
    });
    test.chip.pwm[1]->apply(0, state(1'000'000, 250'000));
    test.advance(2'100us);
    const std::vector<std::pair<std::int64_t, bool>> expected = {
        {0, true}, {250'000, false}, {1'000'000, true}, {1'250'000, false}, {2'000'000, true}};
    CHECK(edges == expected);
}

TEST_CASE("inversed means that the active part is low; disabled rests at the inactive level")
{
    test::Chip test;
    soc::PwmState inversed = state(1'000'000, 1'000'000);
    inversed.isInversed = true;
    test.chip.pwm[0]->apply(3, inversed);
    CHECK(test.chip.pads[3].level() == Level::Low);
    inversed.isEnabled = false;
    test.chip.pwm[0]->apply(3, inversed);
    CHECK(test.chip.pads[3].level() == Level::High);
    test.advance(5ms);
    CHECK(test.chip.pads[3].level() == Level::High);
}

TEST_CASE("an equal state does not start the period again")
{
    test::Chip test;
    test.chip.pwm[2]->apply(0, state(1'000'000, 500'000));
    test.advance(400us);
    test.chip.pwm[2]->apply(0, state(1'000'000, 500'000));
    test.advance(150us);
    CHECK(test.chip.pads[8].level() == Level::Low);
}

} // namespace perisphere::pwm_test
