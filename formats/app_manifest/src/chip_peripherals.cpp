#include "chip_peripherals.hpp"

#include "perisphere/hardware/pin_blocks.hpp"

#include <algorithm>

namespace perisphere::manifest
{
namespace
{

constexpr int kExternalInterrupts = 24; // EINT0 to EINT23, one for each of GPIO0 to GPIO23

} // namespace

std::vector<std::string> chipPeripherals(const CapabilityRow& row)
{
    std::vector<std::string> names;
    names.reserve(kExternalInterrupts); // the longest
    if (row.kind == Kind::Interrupts)
        for (int i = 0; i < kExternalInterrupts; ++i)
            names.push_back(std::string(row.prefix) + std::to_string(i));
    if (row.kind == Kind::Peripherals)
        for (const hardware::PinBlock& block : hardware::mt3620PinBlocks())
            if (block.peripheral.starts_with(row.prefix))
                names.emplace_back(block.peripheral);
    return names;
}

bool isOnChip(const CapabilityRow& row, const ListEntry& entry)
{
    if (const auto* gpio = std::get_if<std::int64_t>(&entry.value))
        return row.kind == Kind::Gpio && hardware::blockOfGpio(*gpio) != nullptr;
    const auto names = chipPeripherals(row);
    return std::find(names.begin(), names.end(), std::get<std::string>(entry.value)) != names.end();
}

} // namespace perisphere::manifest
