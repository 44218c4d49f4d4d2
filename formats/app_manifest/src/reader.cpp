#include "reader.hpp"

#include "capability_table.hpp"
#include "perisphere/base/ascii.hpp"
#include "text_forms.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace perisphere::manifest
{
namespace
{

using json::Document;
using json::Value;

const Value* member(const Value& object, const char* key)
{
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

std::string textOf(const Value& object, const char* key)
{
    const Value* value = member(object, key);
    return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::optional<std::int64_t> integerOf(const Value* value)
{
    if (value == nullptr || !value->is_number_integer())
        return std::nullopt;
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (value->is_number_unsigned() && value->get<std::uint64_t>() > kMost)
        return std::nullopt;
    return value->get<std::int64_t>();
}

std::optional<ApplicationType> applicationTypeOf(const Value& object)
{
    constexpr std::array kTypes = {ApplicationType::Default, ApplicationType::RealTimeCapable,
                                   ApplicationType::Debugger};
    const std::string text = textOf(object, "ApplicationType");
    const auto* const found = std::find_if(
        kTypes.begin(), kTypes.end(), [&](ApplicationType type) { return name(type) == text; });
    return found == kTypes.end() ? std::nullopt : std::optional(*found);
}

class Reader
{
public:
    explicit Reader(const Document& document)
        : m_document(document)
    {
    }

    Manifest read()
    {
        const Value& root = m_document.root();
        Manifest manifest;
        manifest.fileName = m_document.fileName();
        manifest.schemaVersion = integerOf(member(root, "SchemaVersion")).value_or(1);
        manifest.name = textOf(root, "Name");
        manifest.componentId = lowerCase(textOf(root, "ComponentId"));
        manifest.entryPoint = textOf(root, "EntryPoint");
        readArguments(member(root, "CmdArgs"), manifest);
        readCapabilities(member(root, "Capabilities"), manifest);
        const auto type = applicationTypeOf(root);
        manifest.applicationType = type.value_or(ApplicationType::Default);
        manifest.hasApplicationType = type.has_value();
        manifest.mallocVersion = integerOf(member(root, "MallocVersion"));
        manifest.targetApplicationRuntimeVersion =
            integerOf(member(root, "TargetApplicationRuntimeVersion"));
        manifest.targetBetaApis = textOf(root, "TargetBetaApis");
        return manifest;
    }

private:
    static void readArguments(const Value* list, Manifest& manifest)
    {
        if (list == nullptr || !list->is_array())
            return;
        manifest.hasCmdArgs = true;
        for (const Value& argument : *list)
            if (argument.is_string())
                manifest.cmdArgs.push_back(argument.get<std::string>());
    }

    void readCapabilities(const Value* object, Manifest& manifest)
    {
        if (object == nullptr || !object->is_object())
            return;
        for (const CapabilityRow& row : capabilityRows())
            if (const Value* value = member(*object, std::string(row.key).c_str()))
                if (auto read = readCapability(row, *value))
                    manifest.capabilities.emplace(row.capability, std::move(*read));
    }

    std::optional<CapabilityValue> readCapability(const CapabilityRow& row, const Value& value)
    {
        const std::string pointer = json::join("/Capabilities", row.key);
        CapabilityValue read{.where = m_document.locateKey(pointer)};
        if (row.kind == Kind::Flag && value.is_boolean())
            read.enabled = value.get<bool>();
        else if (row.kind == Kind::Tenant && value.is_string())
            read.text = value.get<std::string>();
        else if (row.kind == Kind::Storage && value.is_object())
            read.sizeKb = sizeOf(value);
        else if (isList(row.kind) && value.is_array())
            read.entries = readEntries(row.kind, value, pointer);
        else
            return std::nullopt;
        return read;
    }

    static std::uint32_t sizeOf(const Value& storage)
    {
        const auto size = integerOf(member(storage, "SizeKB")).value_or(0);
        const bool fits = size >= 0 && size <= std::numeric_limits<std::uint32_t>::max();
        return fits ? static_cast<std::uint32_t>(size) : 0;
    }

    std::vector<ListEntry> readEntries(Kind kind, const Value& list, const std::string& pointer)
    {
        const bool takesIntegers = kind == Kind::Ports || kind == Kind::Gpio;
        std::vector<ListEntry> entries;
        std::size_t index = 0;
        for (const Value& element : list) {
            Location where = m_document.locate(json::join(pointer, index++));
            const auto integer = integerOf(&element);
            if (integer && takesIntegers)
                entries.push_back({*integer, std::move(where), {}});
            else if (element.is_string() && kind != Kind::Ports)
                entries.push_back({kind == Kind::Components ? lowerCase(element.get<std::string>())
                                                            : element.get<std::string>(),
                                   std::move(where),
                                   {}});
        }
        return entries;
    }

    const Document& m_document;
};

} // namespace

Manifest readManifest(const Document& document)
{
    return Reader(document).read();
}

} // namespace perisphere::manifest
