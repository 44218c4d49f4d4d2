#include "perisphere/hardware/pin_blocks.hpp"

#include <algorithm>

namespace perisphere::hardware
{
const std::vector<PinBlock>& mt3620PinBlocks()
{
    static const std::vector<PinBlock> blocks = {
        {"GPIO0-3", 0, 3, "PWM-CONTROLLER-0"},
        {"GPIO4-7", 4, 7, "PWM-CONTROLLER-1"},
        {"GPIO8-11", 8, 11, "PWM-CONTROLLER-2"},
        {"GPIO12-15", 12, 15, ""},
        {"GPIO16-19", 16, 19, ""},
        {"GPIO20-23", 20, 23, ""},
        {"ISU0", 26, 30, "ISU0"},
        {"ISU1", 31, 35, "ISU1"},
        {"ISU2", 36, 40, "ISU2"},
        {"ADC0", 41, 48, "ADC-CONTROLLER-0"},
        {"I2S0", 56, 60, "I2S0"},
        {"I2S1", 61, 65, "I2S1"},
        {"ISU3", 66, 70, "ISU3"},
        {"ISU4", 71, 75, "ISU4"},
        {"GPIO80", 80, 80, ""},
    };
    return blocks;
}

const PinBlock* blockOfGpio(std::int64_t gpio)
{
    const auto& blocks = mt3620PinBlocks();
    const auto found = std::find_if(blocks.begin(), blocks.end(), [&](const PinBlock& block) {
        return gpio >= block.first && gpio <= block.last;
    });
    return found == blocks.end() ? nullptr : &*found;
}

const PinBlock* blockOfPeripheral(std::string_view manifestValue)
{
    if (manifestValue.empty())
        return nullptr;
    const auto& blocks = mt3620PinBlocks();
    const auto found = std::find_if(blocks.begin(), blocks.end(), [&](const PinBlock& block) {
        return block.peripheral == manifestValue;
    });
    return found == blocks.end() ? nullptr : &*found;
}

} // namespace perisphere::hardware
