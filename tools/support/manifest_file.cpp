#include "support/manifest_file.hpp"

#include "perisphere/base/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>
#include <string>

namespace perisphere::tools
{
namespace
{

constexpr std::uint64_t kMaxManifestBytes = 1UL << 20U;

void append(Diagnostics& to, const Diagnostics& from)
{
    to.insert(to.end(), from.begin(), from.end());
}

Result<Checked<manifest::Manifest>> parseFile(const std::filesystem::path& file)
{
    auto text = readTextFile(file, kMaxManifestBytes);
    if (!text)
        return fail(text.error().during("read app manifest"));
    return manifest::parse(*text, file.string());
}

/// Puts what resolving finds behind what is known already.
Checked<manifest::Manifest> resolved(const Checked<manifest::Manifest>& parsed,
                                     const hardware::Definition* definition,
                                     Diagnostics diagnostics)
{
    Checked<manifest::Manifest> result = manifest::resolve(*parsed.value, definition);
    append(diagnostics, result.diagnostics);
    result.diagnostics = std::move(diagnostics);
    return result;
}

/// The names of the board that the manifest uses, without "$".
std::set<std::string, std::less<>> namesIn(const manifest::Manifest& manifest)
{
    std::set<std::string, std::less<>> names;
    for (const auto& [capability, value] : manifest.capabilities)
        for (const manifest::ListEntry& entry : value.entries)
            if (const auto* text = std::get_if<std::string>(&entry.value);
                text != nullptr && text->starts_with('$'))
                names.insert(text->substr(1));
    return names;
}

/// Whether the app has to do with what the definition is warned of: the manifest uses the name,
/// and, where two names stand for one peripheral, both. "hardware check" shows all.
bool concerns(const Diagnostic& finding, const hardware::Definition& definition,
              const std::set<std::string, std::less<>>& used)
{
    if (finding.severity == Severity::Error || !finding.rule.starts_with("mapping-"))
        return true;
    const auto& peripherals = definition.target().peripherals;
    const auto about =
        std::find_if(peripherals.begin(), peripherals.end(), [&](const hardware::Peripheral& one) {
            return one.where.file == finding.where.file &&
                   one.where.pointer == finding.where.pointer;
        });
    if (about == peripherals.end())
        return true;
    if (!used.contains(about->name))
        return false;
    return finding.rule != "mapping-shared" ||
           std::any_of(peripherals.begin(), peripherals.end(),
                       [&](const hardware::Peripheral& one) {
                           return one.name != about->name && one.mapping == about->mapping &&
                                  used.contains(one.name);
                       });
}

Checked<manifest::Manifest> resolveFor(const Checked<manifest::Manifest>& parsed,
                                       const HardwareOptions& hardware, Services& services)
{
    if (hardware.definition.empty())
        return resolved(parsed, nullptr, parsed.diagnostics);
    const auto definition = loadHardware(hardware, services);
    Diagnostics diagnostics = definition.diagnostics;
    if (definition.value)
        std::erase_if(diagnostics, [&, used = namesIn(*parsed.value)](const Diagnostic& finding) {
            return !concerns(finding, *definition.value, used);
        });
    append(diagnostics, parsed.diagnostics);
    if (!definition.value) // the names cannot be judged; the definition's errors say why
        return {parsed.value, std::move(diagnostics)};
    return resolved(parsed, &*definition.value, std::move(diagnostics));
}

std::size_t countNames(const manifest::Manifest& manifest)
{
    std::size_t count = 0;
    for (const auto& [capability, value] : manifest.capabilities)
        count += static_cast<std::size_t>(std::count_if(
            value.entries.begin(), value.entries.end(), [](const manifest::ListEntry& entry) {
                const auto* text = std::get_if<std::string>(&entry.value);
                return text != nullptr && text->starts_with('$');
            }));
    return count;
}

} // namespace

Result<Checked<manifest::Manifest>>
loadManifest(const std::filesystem::path& file, const HardwareOptions& hardware, Services& services)
{
    auto parsed = parseFile(file);
    if (!parsed || !parsed->value)
        return parsed;
    return resolveFor(*parsed, hardware, services);
}

Result<Checked<manifest::Manifest>> checkManifest(const std::filesystem::path& file,
                                                  const HardwareOptions& hardware,
                                                  Services& services)
{
    auto parsed = parseFile(file);
    if (!parsed || !parsed->value)
        return parsed;
    const std::size_t names = countNames(*parsed->value);
    if (names == 0 || !hardware.definition.empty())
        return resolveFor(*parsed, hardware, services);
    parsed->diagnostics.push_back(
        {.severity = Severity::Note,
         .rule = "names-unchecked",
         .where = {.file = file.string()},
         .message = fmt::format("{} \"$NAME\" {} not checked", names,
                                names == 1 ? "entry was" : "entries were"),
         .advice = "give the board with --hardware-definition"});
    return parsed;
}

} // namespace perisphere::tools
