// Most numbers stand in the manifest's schema, beside what they are about ("x-device-error"); the
// tables here hold those that depend on what is wrong with it.

#include "manifest_error.hpp"

#include "perisphere/device/device_error.hpp"
#include "perisphere/json/document.hpp"
#include "perisphere/manifest/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace perisphere::device
{
namespace
{

using json::Value;

constexpr std::uint32_t manifestError(std::uint32_t id)
{
    return deviceError(ErrorCategory::AppManifest, id);
}

struct Row {
    std::string_view rule;
    std::string_view pointer; ///< its start; empty: any place
    std::uint32_t number;
};

// Sdk-and-packaging reference, section 2.4. The first row that fits counts.
constexpr std::array kRows = {
    Row{"syntax", "", manifestError(1)},
    Row{"schema-required", "/Capabilities/MutableStorage", manifestError(32)},
    Row{"schema-type", "/ApplicationType", manifestError(27)},
    Row{"schema-type", "/Capabilities/MutableStorage/SizeKB", manifestError(33)},
    Row{"tenant-id-length", "", manifestError(29)},
    Row{"port-range", "/Capabilities/AllowedTcpServerPorts", manifestError(38)},
    Row{"port-range", "/Capabilities/AllowedUdpServerPorts", manifestError(39)},
    Row{"duplicate-entry", "/Capabilities/PowerControls", manifestError(48)},
    Row{"power-controls-empty", "", manifestError(49)},
    Row{"pin-conflict", "", manifestError(35)},
    Row{"gpio-block-conflict", "", kGpioBlockConflict},
    Row{"pwm-block-conflict", "", kPwmConflict},
    Row{"not-on-chip", "/Capabilities/Gpio", deviceError(ErrorCategory::Peripheral, 3)},
    Row{"not-on-chip", "", deviceError(ErrorCategory::Peripheral, 7)},
};

/// Members of the root: such a finding has the root's place.
struct MissingRow {
    std::string_view member;
    std::uint32_t number;
};

constexpr std::array kMissingRows = {
    MissingRow{"EntryPoint", manifestError(3)},
    MissingRow{"SchemaVersion", manifestError(4)},
    MissingRow{"Capabilities", manifestError(6)},
};

std::uint32_t missingNumber(const Diagnostic& finding)
{
    for (const MissingRow& row : kMissingRows)
        if (finding.message.find(fmt::format("\"{}\"", row.member)) != std::string::npos)
            return row.number;
    return 0;
}

const Value& schema()
{
    static const Value parsed = Value::parse(manifest::schemaText());
    return parsed;
}

const Value* step(const Value& node, const std::string& token)
{
    if (const auto properties = node.find("properties"); properties != node.end()) {
        const auto found = properties->find(token);
        return found == properties->end() ? nullptr : &*found;
    }
    const auto items = node.find("items");
    return items == node.end() ? nullptr : &*items;
}

/// That of the innermost value on the way to `pointer` that has one.
std::uint32_t numberAt(std::string_view pointer)
{
    std::uint32_t number = 0;
    const Value* node = &schema();
    while (!pointer.empty()) {
        const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
        node = step(*node, std::string(pointer.substr(1, end - 1)));
        if (node == nullptr)
            break;
        if (const auto own = node->find("x-device-error"); own != node->end())
            number = manifestError(own->get<std::uint32_t>());
        pointer.remove_prefix(end);
    }
    return number;
}

} // namespace

std::uint32_t manifestErrorNumber(const Diagnostics& findings)
{
    const auto isError = [](const Diagnostic& one) { return one.severity == Severity::Error; };
    const auto first = std::find_if(findings.begin(), findings.end(), isError);
    if (first == findings.end())
        return 0;
    // A value of the wrong type breaks rules about values, too; the type is what counts.
    const auto type = std::find_if(first, findings.end(), [&](const Diagnostic& one) {
        return one.rule == "schema-type" && one.where == first->where;
    });
    const Diagnostic& finding = type == findings.end() ? *first : *type;
    for (const Row& row : kRows)
        if (finding.rule == row.rule && finding.where.pointer.starts_with(row.pointer))
            return row.number;
    if (finding.rule == "schema-required" && finding.where.pointer.empty())
        return missingNumber(finding);
    return numberAt(finding.where.pointer);
}

} // namespace perisphere::device
