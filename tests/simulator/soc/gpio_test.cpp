#include "perisphere/soc/gpio.hpp"

#include "chip.hpp"

namespace perisphere::gpio_test
{

using namespace perisphere::engine;

TEST_CASE("the chip has the pads that its data sheet lists")
{
    std::size_t count = 0;
    for (std::int64_t gpio = -1; gpio < 100; ++gpio)
        count += soc::hasPad(gpio) ? 1U : 0U;
    CHECK(count == 68);
    for (const std::int64_t missing : {24, 25, 49, 55, 76, 79, 81})
        CHECK_FALSE(soc::hasPad(missing));
}

TEST_CASE("an output drives its pad in its mode")
{
    test::Chip test;
    soc::Gpio& gpio = test.chip.gpio;
    gpio.setOutput(8, OutputMode::PushPull, true);
    CHECK(gpio.read(8));
    gpio.write(8, false);
    CHECK_FALSE(gpio.read(8));
    gpio.setOutput(9, OutputMode::OpenDrain, true);
    CHECK(test.chip.pads[9].level() == Level::Floating);
    gpio.setOutput(10, OutputMode::OpenSource, false);
    CHECK(test.chip.pads[10].level() == Level::Floating);
}

TEST_CASE("a write to an input has no effect")
{
    test::Chip test;
    test.chip.gpio.setInput(8);
    test.chip.gpio.write(8, true);
    CHECK(test.chip.pads[8].level() == Level::Floating);
}

TEST_CASE("a reset lets every pad go")
{
    test::Chip test;
    test.chip.gpio.setOutput(8, OutputMode::PushPull, true);
    test.chip.pwm[1]->apply(
        0, {.periodNanoseconds = 1'000'000, .dutyNanoseconds = 1'000'000, .isEnabled = true});
    test.chip.reset();
    CHECK(test.chip.pads[8].level() == Level::Floating);
    CHECK(test.chip.pads[4].level() == Level::Floating);
}

} // namespace perisphere::gpio_test
