#include "canonical_json.hpp"
#include "perisphere/feed/metadata.hpp"

namespace perisphere::feed
{
namespace
{

using json::Value;

constexpr std::string_view kSpecVersion = "1.0.33";

Value startOf(Role role, const Header& header)
{
    return {{"_type", name(role)},
            {"spec_version", kSpecVersion},
            {"version", header.version},
            {"issued", toText(header.issued)},
            {"expires", toText(header.expires)}};
}

Value toJson(const FileVersion& file)
{
    return {{"version", file.version},
            {"length", file.bytes},
            {"hashes", Value{{"sha256", file.sha256}}}};
}

Value toJson(const PublicKey& key)
{
    return {
        {"keytype", "ed25519"}, {"scheme", "ed25519"}, {"keyval", Value{{"public", key.hex()}}}};
}

Value toJson(const Target& target)
{
    Value ours = {{"kind", target.kind == TargetKind::App ? "app" : "system"},
                  {"version", target.version},
                  {"groups", target.groups}};
    if (target.kind == TargetKind::App)
        ours["component"] = target.componentId;
    return {{"length", target.bytes},
            {"hashes", Value{{"sha256", target.sha256}}},
            {"custom", Value{{"perisphere", std::move(ours)}}}};
}

} // namespace

std::string write(const Root& root)
{
    Value text = startOf(Role::Root, root.header);
    text["consistent_snapshot"] = true;
    text["keys"] = Value::object();
    for (const auto& [id, key] : root.keys)
        text["keys"][id] = toJson(key);
    for (const Role role : kRoles)
        text["roles"][std::string(name(role))] = {{"keyids", root.of(role).keyIds},
                                                  {"threshold", root.of(role).threshold}};
    return canonical(text);
}

std::string write(const Timestamp& timestamp)
{
    Value text = startOf(Role::Timestamp, timestamp.header);
    text["meta"]["snapshot.json"] = toJson(timestamp.snapshot);
    return canonical(text);
}

std::string write(const Snapshot& snapshot)
{
    Value text = startOf(Role::Snapshot, snapshot.header);
    text["meta"]["targets.json"] = toJson(snapshot.targets);
    return canonical(text);
}

std::string write(const Targets& targets)
{
    Value text = startOf(Role::Targets, targets.header);
    text["targets"] = Value::object();
    for (const Target& target : targets.targets)
        text["targets"][target.name] = toJson(target);
    return canonical(text);
}

} // namespace perisphere::feed
