// $NAMEs to values, and the rules that need the values.

#include "capability_table.hpp"
#include "checks.hpp"
#include "chip_peripherals.hpp"
#include "findings.hpp"
#include "perisphere/base/suggest.hpp"
#include "perisphere/manifest/manifest.hpp"
#include "pin_use.hpp"

#include <fmt/format.h>

namespace perisphere::manifest
{
namespace
{

using hardware::Definition;

constexpr std::string_view kGpioNumbers = "0 to 23, 26 to 48, 56 to 75 or 80";

class Resolver
{
public:
    Resolver(const Definition* definition, Diagnostics& out)
        : m_definition(definition)
        , m_out(out)
    {
    }

    void resolve(const CapabilityRow& row, ListEntry& entry)
    {
        const std::string reference = std::get<std::string>(entry.value);
        if (!row.type)
            report("name-not-allowed", entry, fmt::format("\"{}\" takes no names", row.key),
                   "a peripheral of the chip");
        else if (m_definition == nullptr)
            report("name-without-definition", entry,
                   fmt::format("\"{}\" is a name and no hardware definition is given", reference),
                   "",
                   "name the board with azsphere_target_hardware_definition in CMakeLists.txt or, "
                   "to a command that packs, with --hardware-definition; or write the chip's own "
                   "value");
        else if (auto value = look(row, entry, reference.substr(1)))
            entry = {std::move(*value), entry.where, reference};
    }

private:
    std::optional<hardware::ManifestValue> look(const CapabilityRow& row, const ListEntry& entry,
                                                const std::string& peripheral)
    {
        auto found = m_definition->resolve(peripheral);
        if (!found) {
            const bool isUnknown = found.error().code == ErrorCode::NotFound;
            report(isUnknown ? "name-unknown" : "name-unresolved", entry, found.error().message,
                   found.error().expected, found.error().advice);
            return std::nullopt;
        }
        if (found->type == *row.type && found->value)
            return std::move(*found->value);
        if (found->type == hardware::PeripheralType::Int)
            report("name-int", entry,
                   fmt::format("\"{}\" is a channel or chip select, which no manifest names",
                               peripheral),
                   fmt::format("the name of its controller, a peripheral of type {}",
                               name(*row.type)));
        else
            report("name-type", entry,
                   fmt::format("\"{}\" is of type {}", peripheral, name(found->type)),
                   fmt::format("a peripheral of type {} in \"{}\"", name(*row.type), row.key));
        return std::nullopt;
    }

    void report(std::string_view rule, const ListEntry& entry, std::string message,
                std::string expected, std::string advice = {})
    {
        add(m_out, Severity::Error, rule, entry.where, std::move(message), std::move(expected),
            std::move(advice));
    }

    const Definition* m_definition;
    Diagnostics& m_out;
};

void checkExistence(const CapabilityRow& row, const ListEntry& entry, Diagnostics& out)
{
    if (isName(entry) || isOnChip(row, entry))
        return;
    std::string expected(kGpioNumbers);
    std::string advice;
    if (row.kind != Kind::Gpio) {
        const auto names = chipPeripherals(row);
        const std::vector<std::string_view> candidates(names.begin(), names.end());
        expected = fmt::format("\"{}\"", names.front());
        if (names.size() > 1)
            expected += fmt::format(" to \"{}\"", names.back());
        advice = suggestion(std::get<std::string>(entry.value), candidates);
    }
    add(out, Severity::Error, "not-on-chip", entry.where,
        fmt::format("the MT3620 has no {} for \"{}\"", describe(entry), row.key), expected, advice);
}

} // namespace

Checked<Manifest> resolve(const Manifest& manifest, const Definition* definition)
{
    Checked<Manifest> result{manifest, {}};
    Resolver resolver(definition, result.diagnostics);
    for (auto& [which, value] : result.value->capabilities) {
        const CapabilityRow& row = rowOf(which);
        if (!namesChip(row.kind))
            continue;
        for (ListEntry& entry : value.entries) {
            if (isName(entry))
                resolver.resolve(row, entry);
            checkExistence(row, entry, result.diagnostics);
        }
        checkDuplicates(value, which, result.diagnostics);
    }
    checkPins(*result.value, result.diagnostics);
    sortByPlace(result.diagnostics);
    return result;
}

} // namespace perisphere::manifest
