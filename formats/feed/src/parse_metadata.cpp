#include "metadata_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

namespace perisphere::feed
{
namespace
{

using json::Document;
using json::Value;

/// Reads one kind: `fill` adds to what all have.
template <class T, class Fill>
Checked<T> parse(const Envelope& envelope, std::string_view fileName, Role role, Fill fill)
{
    Checked<T> result;
    const auto document = readText(envelope, fileName, role, result.diagnostics);
    if (!document)
        return result;
    T metadata;
    metadata.header = readHeader(*document, envelope, result.diagnostics);
    fill(*document, metadata, result.diagnostics);
    if (!hasErrors(result.diagnostics))
        result.value = std::move(metadata);
    return result;
}

/// Keys of a kind that is not known count for nothing: a later version may have them.
void readKeys(const Document& document, const Envelope& envelope, Root& root,
              Diagnostics& diagnostics)
{
    for (const auto& [id, value] : document.root()["keys"].items()) {
        if (value["keytype"] != "ed25519" || value["scheme"] != "ed25519")
            continue;
        const std::string pointer = json::join("/keys", id);
        const auto key =
            PublicKey::fromHex(value["keyval"]["public"].get_ref<const std::string&>());
        if (!key) {
            diagnostics.push_back(finding(document, envelope, pointer, "key", key.error().message));
            diagnostics.back().expected = key.error().expected;
        } else if (key->id() != id) {
            diagnostics.push_back(finding(document, envelope, pointer, "key-id",
                                          fmt::format("the key has another id than \"{}\"", id)));
            diagnostics.back().expected = fmt::format("\"{}\"", key->id());
        } else {
            root.keys.emplace(id, *key);
        }
    }
}

void readRoles(const Document& document, const Envelope& envelope, Root& root,
               Diagnostics& diagnostics)
{
    for (const Role role : kRoles) {
        const Value& value = document.root()["roles"][std::string(name(role))];
        RoleKeys& keys = root.of(role);
        keys.keyIds = value["keyids"].get<std::vector<std::string>>();
        keys.threshold = value["threshold"].get<std::size_t>();
        const auto usable = static_cast<std::size_t>(std::ranges::count_if(
            keys.keyIds, [&](const std::string& id) { return root.keys.contains(id); }));
        if (usable < keys.threshold) {
            diagnostics.push_back(finding(
                document, envelope, json::join("/roles", name(role)), "threshold",
                fmt::format("{} keys have to sign, and {} are known", keys.threshold, usable)));
            diagnostics.back().expected = "no higher a threshold than there are keys";
        }
    }
}

/// Goes into a path and a URL.
bool isFileName(std::string_view name)
{
    constexpr std::size_t kMaxNameBytes = 128;
    return !name.empty() && name.size() <= kMaxNameBytes && name.front() != '.' &&
           std::ranges::all_of(name, [](unsigned char c) {
               return (std::isalnum(c) != 0 && c < 0x80) || c == '.' || c == '-' || c == '_';
           });
}

/// nullopt: none of ours.
std::optional<Target> readTarget(const std::string& name, const Value& value)
{
    const auto custom = value.find("custom");
    if (custom == value.end() || !custom->contains("perisphere"))
        return std::nullopt;
    const Value& ours = (*custom)["perisphere"];
    const bool isApp = ours["kind"] == "app";
    if (!isApp && ours["kind"] != "system")
        return std::nullopt;
    return Target{.name = name,
                  .bytes = value["length"].get<std::uint64_t>(),
                  .sha256 = value["hashes"]["sha256"].get<std::string>(),
                  .kind = isApp ? TargetKind::App : TargetKind::System,
                  .componentId = ours.value("component", ""),
                  .version = ours["version"].get<std::string>(),
                  .groups = ours["groups"].get<std::vector<std::string>>()};
}

} // namespace

Checked<Root> parseRoot(const Envelope& envelope, std::string_view fileName)
{
    return parse<Root>(envelope, fileName, Role::Root,
                       [&](const Document& document, Root& root, Diagnostics& diagnostics) {
                           readKeys(document, envelope, root, diagnostics);
                           readRoles(document, envelope, root, diagnostics);
                       });
}

Checked<Timestamp> parseTimestamp(const Envelope& envelope, std::string_view fileName)
{
    return parse<Timestamp>(envelope, fileName, Role::Timestamp,
                            [](const Document& document, Timestamp& timestamp, Diagnostics&) {
                                timestamp.snapshot =
                                    readFileVersion(document.root()["meta"]["snapshot.json"]);
                            });
}

Checked<Snapshot> parseSnapshot(const Envelope& envelope, std::string_view fileName)
{
    return parse<Snapshot>(envelope, fileName, Role::Snapshot,
                           [](const Document& document, Snapshot& snapshot, Diagnostics&) {
                               snapshot.targets =
                                   readFileVersion(document.root()["meta"]["targets.json"]);
                           });
}

Checked<Targets> parseTargets(const Envelope& envelope, std::string_view fileName)
{
    return parse<Targets>(
        envelope, fileName, Role::Targets,
        [&](const Document& document, Targets& targets, Diagnostics& diagnostics) {
            for (const auto& [name, value] : document.root()["targets"].items()) {
                auto target = readTarget(name, value);
                if (!target)
                    continue;
                const std::string pointer = json::join("/targets", name);
                if (!isFileName(name))
                    diagnostics.push_back(
                        finding(document, envelope, pointer, "target-name",
                                fmt::format("\"{}\" is no name of a file", name)));
                else if (target->kind == TargetKind::App && target->componentId.empty())
                    diagnostics.push_back(finding(document, envelope, pointer, "no-component",
                                                  "the app has no \"component\""));
                else
                    targets.targets.push_back(std::move(*target));
            }
        });
}

} // namespace perisphere::feed
