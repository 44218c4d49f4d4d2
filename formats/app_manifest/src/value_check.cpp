#include "capability_table.hpp"
#include "checks.hpp"
#include "findings.hpp"
#include "perisphere/base/directory_tree.hpp"
#include "schema.hpp"
#include "text_forms.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perisphere::manifest
{
namespace
{

constexpr std::size_t kPackageNameBytes = 31; // the field in the image metadata

void checkName(const json::Document& document, const Manifest& manifest, Diagnostics& out)
{
    const bool hasControl = std::any_of(manifest.name.begin(), manifest.name.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
    if (hasControl)
        add(out, Severity::Error, "name-form", document.locate("/Name"),
            "\"Name\" holds a control character", "printable characters");
    else if (manifest.name.empty() && document.root().contains("Name"))
        add(out, Severity::Warning, "name-form", document.locate("/Name"), "\"Name\" is empty",
            "the app's name");
    if (manifest.name.size() > kPackageNameBytes)
        add(out, Severity::Note, "name-length", document.locate("/Name"),
            fmt::format("\"Name\" has {} bytes", manifest.name.size()), {},
            fmt::format("the image metadata keeps the first {}", kPackageNameBytes));
}

void checkComponentId(const json::Document& document, const Manifest& manifest, Diagnostics& out)
{
    const auto& root = document.root();
    if (manifest.componentId.empty() && root.contains("ComponentId") &&
        root["ComponentId"].is_string())
        add(out, Severity::Note, "component-id-empty", document.locate("/ComponentId"),
            "\"ComponentId\" is empty, as in a template", {},
            "it has to be a GUID before the app is packed");
}

void checkEntryPoint(const json::Document& document, const Manifest& manifest, Diagnostics& out)
{
    std::string_view path = manifest.entryPoint;
    if (path.empty())
        return; // the schema has said so
    const bool isFromRoot = path.starts_with('/');
    if (isFromRoot)
        path.remove_prefix(1);
    const Location where = document.locate("/EntryPoint");
    if (!isSafeRelativePath(path))
        add(out, Severity::Error, "entry-point-form", where,
            fmt::format("\"EntryPoint\" is \"{}\"", manifest.entryPoint),
            "a path inside the package, such as \"/bin/app\"",
            "write it without \".\", \"..\", backslashes and empty parts");
    else if (!isFromRoot)
        add(out, Severity::Warning, "entry-point-relative", where,
            fmt::format("\"EntryPoint\" is \"{}\", without a slash at its start",
                        manifest.entryPoint),
            {}, fmt::format("write \"/{}\"", path));
}

void checkArguments(const json::Document& document, Diagnostics& out)
{
    const auto& root = document.root();
    if (!root.contains("CmdArgs") || !root["CmdArgs"].is_array())
        return;
    std::size_t index = 0;
    for (const json::Value& argument : root["CmdArgs"]) {
        const std::string pointer = json::join("/CmdArgs", index++);
        if (argument.is_string() &&
            argument.get_ref<const std::string&>().find('\0') != std::string::npos)
            add(out, Severity::Error, "cmd-args-form", document.locate(pointer),
                "an argument holds a NUL character", "text that a C string can hold");
    }
}

/// The packer takes any text; only a device that knows its tenant refuses it.
void checkTenant(const json::Document& document, const Manifest& manifest, Diagnostics& out)
{
    const CapabilityValue* value = manifest.find(Capability::DeviceAuthentication);
    if (value == nullptr || (isGuid(value->text) && value->text != kZeroGuid))
        return;
    add(out, Severity::Warning, "tenant-id-placeholder",
        document.locate("/Capabilities/DeviceAuthentication"),
        fmt::format("\"{}\" looks like a placeholder", value->text), "the GUID of a tenant",
        "device certificates are for a tenant's own apps only");
}

/// Whether the value of a member amounts to nothing, so that it does no harm where it has no use.
bool isIdle(const json::Value& value)
{
    return value.is_null() || (value.is_structured() && value.empty()) ||
           (value.is_boolean() && !value.get<bool>());
}

/// Members of `object` whose subschema's "x-applications" leaves the application type out.
void checkApplications(const json::Document& document, const std::string& pointer,
                       ApplicationType type, Diagnostics& out)
{
    const json::Value::json_pointer path(pointer);
    if (!document.root().contains(path) || !document.root()[path].is_object())
        return;
    for (const auto& [key, value] : document.root()[path].get_ref<const json::Value::object_t&>()) {
        const std::string below = json::join(pointer, key);
        const json::Value* node = subschemaAt(below);
        if (node == nullptr || !node->contains("x-applications") || isIdle(value))
            continue;
        const json::Value& types = (*node)["x-applications"];
        const std::string own(name(type));
        if (std::find(types.begin(), types.end(), json::Value(own)) == types.end())
            add(out, Severity::Warning, "application-type-use", document.locateKey(below),
                fmt::format("\"{}\" has no effect in an app of type {}", key, own), {},
                fmt::format("it is for apps of type {}", types.front().get<std::string>()));
    }
}

} // namespace

void checkValues(const json::Document& document, const Manifest& manifest, Diagnostics& out)
{
    checkName(document, manifest, out);
    checkComponentId(document, manifest, out);
    checkEntryPoint(document, manifest, out);
    checkArguments(document, out);
    checkTenant(document, manifest, out);
    checkApplications(document, "", manifest.applicationType, out);
    checkApplications(document, "/Capabilities", manifest.applicationType, out);
}

} // namespace perisphere::manifest
