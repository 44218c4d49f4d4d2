#include "capability_table.hpp"
#include "perisphere/json/document.hpp"
#include "perisphere/manifest/manifest.hpp"

namespace perisphere::manifest
{
namespace
{

using json::Value;

enum class Form { Packed, Source };

Value entryValue(const ListEntry& entry, Form form)
{
    if (form == Form::Source && !entry.reference.empty())
        return entry.reference; // a source keeps its names
    return std::visit([](const auto& value) { return Value(value); }, entry.value);
}

Value capabilityValue(Kind kind, const CapabilityValue& value, Form form)
{
    if (kind == Kind::Flag)
        return value.enabled;
    if (kind == Kind::Tenant)
        return value.text;
    if (kind == Kind::Storage)
        return Value{{"SizeKB", value.sizeKb}};
    Value list = Value::array();
    for (const ListEntry& entry : value.entries)
        list.push_back(entryValue(entry, form));
    return list;
}

/// Members in the original packer's order, as existing packages have them.
Value toJson(const Manifest& manifest, Form form)
{
    Value root;
    root["SchemaVersion"] = manifest.schemaVersion;
    root["Name"] = manifest.name;
    root["ComponentId"] = manifest.componentId;
    root["EntryPoint"] = manifest.entryPoint;
    if (manifest.hasCmdArgs)
        root["CmdArgs"] = manifest.cmdArgs;
    Value capabilities = Value::object();
    for (const auto& [which, value] : manifest.capabilities)
        capabilities[std::string(name(which))] = capabilityValue(rowOf(which).kind, value, form);
    root["Capabilities"] = std::move(capabilities);
    if (manifest.hasApplicationType)
        root["ApplicationType"] = std::string(name(manifest.applicationType));
    if (manifest.mallocVersion)
        root["MallocVersion"] = *manifest.mallocVersion;
    if (manifest.targetApplicationRuntimeVersion)
        root["TargetApplicationRuntimeVersion"] = *manifest.targetApplicationRuntimeVersion;
    if (!manifest.targetBetaApis.empty())
        root["TargetBetaApis"] = manifest.targetBetaApis;
    return root;
}

} // namespace

std::string writePacked(const Manifest& manifest)
{
    return toJson(manifest, Form::Packed).dump(-1, ' ', false, Value::error_handler_t::replace);
}

std::string writeSource(const Manifest& manifest)
{
    return toJson(manifest, Form::Source).dump(2, ' ', false, Value::error_handler_t::replace) +
           "\n";
}

} // namespace perisphere::manifest
