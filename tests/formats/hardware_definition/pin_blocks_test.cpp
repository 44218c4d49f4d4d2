#include "perisphere/hardware/pin_blocks.hpp"

#include <catch2/catch.hpp>

namespace perisphere::pin_blocks_test
{

using namespace perisphere::hardware;

TEST_CASE("every GPIO of the MT3620 is in one block, other numbers in none")
{
    for (std::int64_t gpio = -2; gpio <= 100; ++gpio) {
        const bool exists = (gpio >= 0 && gpio <= 23) || (gpio >= 26 && gpio <= 48) ||
                            (gpio >= 56 && gpio <= 75) || gpio == 80;
        INFO(gpio);
        CHECK((blockOfGpio(gpio) != nullptr) == exists);
    }
}

TEST_CASE("a controller takes the pads of its block")
{
    CHECK(blockOfPeripheral("ISU0") == blockOfGpio(26));
    CHECK(blockOfPeripheral("ISU0") == blockOfGpio(30));
    CHECK(blockOfPeripheral("ISU4") == blockOfGpio(75));
    CHECK(blockOfPeripheral("PWM-CONTROLLER-2") == blockOfGpio(11));
    CHECK(blockOfPeripheral("ADC-CONTROLLER-0") == blockOfGpio(48));
    CHECK(blockOfPeripheral("I2S0") == blockOfGpio(60));
    CHECK(blockOfPeripheral("ISU5") == nullptr);
    CHECK(blockOfPeripheral("") == nullptr);
}

} // namespace perisphere::pin_blocks_test
