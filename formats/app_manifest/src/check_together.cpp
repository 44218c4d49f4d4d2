// What two apps cannot both have. Findings are shown in the second, the one that comes to a device
// where the first is.

#include "capability_table.hpp"
#include "findings.hpp"
#include "perisphere/manifest/manifest.hpp"
#include "pin_use.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perisphere::manifest
{
namespace
{

std::string placeOf(const Location& where)
{
    Location place = where;
    place.pointer.clear();
    return place.toString();
}

/// Pads go to apps in whole blocks, so that two apps conflict over different pads of one block too.
void checkBlocks(const Manifest& first, const Manifest& second, Diagnostics& out)
{
    const std::vector<PinUse> held = pinUses(first);
    for (const PinUse& use : pinUses(second)) {
        const auto other = std::find_if(held.begin(), held.end(),
                                        [&](const PinUse& one) { return one.block == use.block; });
        if (other == held.end())
            continue;
        add(out, Severity::Error, "pin-block-shared", use.entry->where,
            fmt::format("{} and {} of \"{}\" are in one pin block, GPIO {} to {}",
                        describe(*use.entry), describe(*other->entry), first.name, use.block->first,
                        use.block->last),
            "each pin block in one app only",
            fmt::format("the other use is at {}", placeOf(other->entry->where)));
    }
}

/// Entries of one list that both apps have.
void checkShared(const Manifest& first, const Manifest& second, Capability which,
                 std::string_view rule, std::string_view noun, Diagnostics& out)
{
    const CapabilityValue* held = first.find(which);
    const CapabilityValue* wanted = second.find(which);
    if (held == nullptr || wanted == nullptr)
        return;
    for (const ListEntry& entry : wanted->entries) {
        const auto other =
            std::find_if(held->entries.begin(), held->entries.end(),
                         [&](const ListEntry& one) { return one.value == entry.value; });
        if (other == held->entries.end())
            continue;
        const std::string shown =
            std::visit([](const auto& value) { return fmt::format("{}", value); }, entry.value);
        add(out, Severity::Error, rule, entry.where,
            fmt::format("{} {} is taken by \"{}\"", noun, shown, first.name),
            fmt::format("each {} in one app only", noun),
            fmt::format("the other use is at {}", placeOf(other->where)));
    }
}

/// The entry by which an app lists a partner, or nullptr.
const ListEntry* linkTo(const Manifest& app, const Manifest& partner)
{
    const CapabilityValue* links = app.find(Capability::AllowedApplicationConnections);
    if (links == nullptr || partner.componentId.empty())
        return nullptr;
    const auto found =
        std::find_if(links->entries.begin(), links->entries.end(), [&](const ListEntry& entry) {
            return std::get<std::string>(entry.value) == partner.componentId;
        });
    return found == links->entries.end() ? nullptr : &*found;
}

void checkLink(const Manifest& app, const Manifest& partner, Diagnostics& out)
{
    const ListEntry* link = linkTo(app, partner);
    if (link == nullptr || linkTo(partner, app) != nullptr)
        return;
    add(out, Severity::Warning, "partner-one-sided", link->where,
        fmt::format("\"{}\" lists \"{}\" as its partner, but not the other way round", app.name,
                    partner.name),
        {},
        fmt::format("add \"{}\" to \"AllowedApplicationConnections\" of \"{}\"", app.componentId,
                    partner.fileName));
}

} // namespace

Diagnostics checkTogether(const Manifest& first, const Manifest& second)
{
    Diagnostics findings;
    if (!first.componentId.empty() && first.componentId == second.componentId) {
        add(findings, Severity::Error, "component-id-shared", {.file = second.fileName},
            fmt::format("\"{}\" and \"{}\" have one ComponentId, {}", first.name, second.name,
                        first.componentId),
            "a ComponentId of its own for each app", "installing one replaces the other");
        return findings;
    }
    checkBlocks(first, second, findings);
    checkShared(first, second, Capability::AllowedTcpServerPorts, "port-shared", "TCP port",
                findings);
    checkShared(first, second, Capability::AllowedUdpServerPorts, "port-shared", "UDP port",
                findings);
    checkShared(first, second, Capability::ExternalInterrupt, "interrupt-shared",
                "external interrupt", findings);
    checkLink(first, second, findings);
    checkLink(second, first, findings);
    return findings;
}

} // namespace perisphere::manifest
