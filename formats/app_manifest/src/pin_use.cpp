#include "pin_use.hpp"

#include "capability_table.hpp"
#include "findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace perisphere::manifest
{
namespace
{

const hardware::PinBlock* blockOf(Kind kind, const ListEntry& entry)
{
    if (const auto* gpio = std::get_if<std::int64_t>(&entry.value))
        return kind == Kind::Gpio ? hardware::blockOfGpio(*gpio) : nullptr;
    // An interrupt line only watches a pin, whoever drives it.
    return kind == Kind::Peripherals
               ? hardware::blockOfPeripheral(std::get<std::string>(entry.value))
               : nullptr;
}

bool isGpio(const PinUse& use)
{
    return use.capability == Capability::Gpio;
}

/// The first use of the same block in another function.
const PinUse* conflictOf(const std::vector<PinUse>& uses, const PinUse& use)
{
    const auto found = std::find_if(uses.begin(), uses.end(), [&](const PinUse& other) {
        return other.block == use.block && other.capability != use.capability && !isGpio(other);
    });
    return found == uses.end() ? nullptr : &*found;
}

bool isBefore(const PinUse& a, const PinUse& b)
{
    return std::tie(a.entry->where.line, a.entry->where.column) <
           std::tie(b.entry->where.line, b.entry->where.column);
}

std::string advice(const PinUse& other)
{
    return fmt::format("{} is in \"{}\", line {}", describe(*other.entry), name(other.capability),
                       other.entry->where.line);
}

} // namespace

std::vector<PinUse> pinUses(const Manifest& manifest)
{
    std::vector<PinUse> uses;
    for (const auto& [which, value] : manifest.capabilities)
        for (const ListEntry& entry : value.entries)
            if (const hardware::PinBlock* block = blockOf(rowOf(which).kind, entry))
                uses.push_back({which, &entry, block});
    std::stable_sort(uses.begin(), uses.end(), isBefore);
    return uses;
}

std::string describe(const ListEntry& entry)
{
    const auto* number = std::get_if<std::int64_t>(&entry.value);
    const std::string value = number != nullptr
                                  ? fmt::format("GPIO {}", *number)
                                  : fmt::format("\"{}\"", std::get<std::string>(entry.value));
    return entry.reference.empty() ? value : fmt::format("\"{}\" ({})", entry.reference, value);
}

bool isName(const ListEntry& entry)
{
    const auto* text = std::get_if<std::string>(&entry.value);
    return text != nullptr && text->starts_with('$');
}

void checkPins(const Manifest& manifest, Diagnostics& out)
{
    const std::vector<PinUse> uses = pinUses(manifest);
    for (const PinUse& use : uses) {
        const PinUse* other = conflictOf(uses, use);
        if (other == nullptr)
            continue;
        if (isGpio(use))
            add(out, Severity::Error,
                other->capability == Capability::Pwm ? "pwm-block-conflict" : "gpio-block-conflict",
                use.entry->where,
                fmt::format("{} is one of the pads that {} takes, GPIO {} to {}",
                            describe(*use.entry), use.block->peripheral, use.block->first,
                            use.block->last),
                "a pad in one function only", advice(*other));
        else if (isBefore(*other, use)) // once for the two
            add(out, Severity::Error, "pin-conflict", use.entry->where,
                fmt::format("{} is in \"{}\" and in \"{}\"", describe(*use.entry),
                            name(use.capability), name(other->capability)),
                "a peripheral in one function only", advice(*other));
    }
}

} // namespace perisphere::manifest
