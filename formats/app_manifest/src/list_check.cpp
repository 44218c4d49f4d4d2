#include "capability_table.hpp"
#include "checks.hpp"
#include "findings.hpp"
#include "host_name.hpp"
#include "perisphere/base/ascii.hpp"
#include "text_forms.hpp"

#include <fmt/format.h>

#include <map>

namespace perisphere::manifest
{
namespace
{

void checkHosts(const CapabilityValue& value, Diagnostics& out)
{
    for (const ListEntry& entry : value.entries) {
        const auto& text = std::get<std::string>(entry.value);
        const HostVerdict verdict = judgeHost(text);
        if (verdict.kind == HostVerdict::Kind::Bad)
            add(out, Severity::Error, "host-name", entry.where,
                fmt::format("\"{}\" is not a host", text),
                "a DNS host name or a dotted IPv4 address", verdict.advice);
        if (verdict.kind == HostVerdict::Kind::Placeholder)
            add(out, Severity::Warning, "host-placeholder", entry.where,
                fmt::format("\"{}\" looks like a placeholder and allows nothing", text), {},
                verdict.advice);
    }
}

void checkPartners(const CapabilityValue& value, const Manifest& manifest, Diagnostics& out)
{
    for (const ListEntry& entry : value.entries)
        if (!manifest.componentId.empty() &&
            std::get<std::string>(entry.value) == manifest.componentId)
            add(out, Severity::Warning, "partner-self", entry.where,
                "the app lists itself as its partner", {}, "remove the entry");
}

std::string shown(const ListEntry& entry)
{
    const std::string value = std::holds_alternative<std::int64_t>(entry.value)
                                  ? std::to_string(std::get<std::int64_t>(entry.value))
                                  : fmt::format("\"{}\"", std::get<std::string>(entry.value));
    return entry.reference.empty() ? value : fmt::format("\"{}\" ({})", entry.reference, value);
}

} // namespace

void checkDuplicates(const CapabilityValue& value, Capability which, Diagnostics& out)
{
    const Kind kind = rowOf(which).kind;
    std::map<std::variant<std::int64_t, std::string>, const ListEntry*> seen;
    for (const ListEntry& entry : value.entries) {
        auto key = entry.value;
        if (auto* text = std::get_if<std::string>(&key); text && kind == Kind::Hosts)
            *text = lowerCase(*text); // host names know no case
        const auto [first, isNew] = seen.emplace(std::move(key), &entry);
        if (isNew)
            continue;
        // A device is known to refuse the one kind only; elsewhere the second grants nothing more.
        add(out, kind == Kind::PowerControls ? Severity::Error : Severity::Warning,
            "duplicate-entry", entry.where,
            fmt::format("{} stands here again in \"{}\"", shown(entry), name(which)),
            "each entry once",
            fmt::format("the first one is {} in line {}", shown(*first->second),
                        first->second->where.line));
    }
}

void checkLists(const Manifest& manifest, Diagnostics& out)
{
    for (const auto& [which, value] : manifest.capabilities) {
        const Kind kind = rowOf(which).kind;
        if (kind == Kind::Hosts)
            checkHosts(value, out);
        if (kind == Kind::Components)
            checkPartners(value, manifest, out);
        checkDuplicates(value, which, out);
    }
}

} // namespace perisphere::manifest
