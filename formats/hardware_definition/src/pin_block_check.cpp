#include "perisphere/hardware/pin_blocks.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

namespace perisphere::hardware
{
namespace
{

struct Use {
    const Peripheral* peripheral;
    const PinBlock* block;
};

const PinBlock* blockOf(const Definition& definition, const Peripheral& peripheral)
{
    const auto resolved = definition.resolve(peripheral.name);
    if (!resolved || !resolved->value)
        return nullptr;
    if (const auto* gpio = std::get_if<std::int64_t>(&*resolved->value))
        return blockOfGpio(*gpio);
    return blockOfPeripheral(std::get<std::string>(*resolved->value));
}

/// Controllers first, so that a GPIO is reported against the controller that takes its pads.
std::vector<Use> usesOf(const Definition& definition)
{
    std::vector<Use> controllers;
    std::vector<Use> gpios;
    for (const Peripheral& one : definition.target().peripherals)
        if (const PinBlock* block = blockOf(definition, one))
            (one.type == PeripheralType::Gpio ? gpios : controllers).push_back({&one, block});
    controllers.insert(controllers.end(), gpios.begin(), gpios.end());
    return controllers;
}

} // namespace

Diagnostics checkPinBlocks(const Definition& definition)
{
    Diagnostics diagnostics;
    std::map<std::string_view, const Peripheral*> first; // by the block's name
    for (const auto& [peripheral, block] : usesOf(definition)) {
        const auto [holder, isNew] = first.emplace(block->name, peripheral);
        if (isNew || holder->second->type == peripheral->type)
            continue;
        diagnostics.push_back(
            {.severity = Severity::Warning,
             .rule = "pin-block-conflict",
             .where = peripheral->where,
             .message =
                 fmt::format("\"{}\" ({}) and \"{}\" ({}) are on the same pads, GPIO{} to GPIO{}",
                             peripheral->name, name(peripheral->type), holder->second->name,
                             name(holder->second->type), block->first, block->last),
             .expected = {},
             .advice = "an app can use them in one function only"});
    }
    return diagnostics;
}

} // namespace perisphere::hardware
