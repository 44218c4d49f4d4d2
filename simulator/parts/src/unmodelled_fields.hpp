// Register fields that a part keeps as they are written, without the effect they would have.
#pragma once

#include "perisphere/engine/unmodelled.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <span>
#include <string_view>

namespace perisphere::parts
{

/// By the datasheet's names. A field counts as used when any of its bits is set.
struct UnmodelledField {
    std::uint8_t first; ///< register, and the last of a row of them
    std::uint8_t last;
    std::uint8_t mask;
    std::string_view name;
};

/// Reports the fields of `table` that writing `value` to the register at `address` uses.
template <class Report>
void reportUsedFields(std::span<const UnmodelledField> table, std::uint8_t address,
                      std::uint8_t value, Report&& report)
{
    for (const UnmodelledField& field : table)
        if (address >= field.first && address <= field.last && (value & field.mask) != 0)
            report(fmt::format("{} (register {:02X}h)", field.name, address));
}

} // namespace perisphere::parts
