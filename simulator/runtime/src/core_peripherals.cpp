#include "core_peripherals.hpp"

#include <string>

namespace perisphere::runtime
{
namespace
{

/// "DBNC_CON#" is of each of several.
std::string numbered(std::string_view name, std::uint32_t number)
{
    std::string text(name);
    if (const std::size_t mark = text.find('#'); mark != std::string::npos)
        text.replace(mark, 1, std::to_string(number));
    return text;
}

control::PeripheralRegister registerOf(const soc::RegisterInfo& info, std::uint32_t number,
                                       std::uint32_t address, std::uint32_t value)
{
    control::PeripheralRegister one{.name = numbered(info.name, number),
                                    .address = address,
                                    .value = value,
                                    .isModelled = info.isModelled,
                                    .fields = {}};
    for (const soc::RegisterField& field : info.fields) {
        const std::uint32_t mask = field.width >= 32 ? ~0U : (1U << field.width) - 1;
        one.fields.push_back({.name = std::string(field.name),
                              .lowest = field.lowest,
                              .width = field.width,
                              .value = value >> field.lowest & mask});
    }
    return one;
}

} // namespace

std::vector<control::PeripheralRegister> registersOf(const soc::RegisterMap& map,
                                                     const soc::RegisterMap::Place& place)
{
    std::vector<control::PeripheralRegister> all;
    for (const soc::RegisterInfo& info : place.block->registers())
        for (std::uint32_t i = 0; i < info.count; ++i) {
            const std::uint32_t address = place.base + info.offset + i * info.stride;
            if (const auto value = map.peek(address))
                all.push_back(registerOf(info, i, address, *value));
        }
    return all;
}

} // namespace perisphere::runtime
