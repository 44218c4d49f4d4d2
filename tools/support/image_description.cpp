#include "support/image_description.hpp"

#include "support/build_time.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <span>
#include <utility>

namespace perisphere::tools
{
namespace
{

/// One value of a section: its label in text, its key in JSON.
struct Field {
    std::string label;
    std::string key;
    std::string text;
    json::Value value;
};
using Fields = std::vector<Field>;

/// A package comes from anywhere: what it holds must not steer the terminal.
std::string printable(const std::string& text)
{
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f)
            result += fmt::format("\\x{:02x}", byte);
        else
            result += c;
    }
    return result;
}

std::string yesNo(bool value)
{
    return value ? "True" : "False"; // as the original tool prints it; scripts look for it
}

std::string name(image::AbiVersion::Type type)
{
    switch (type) {
    case image::AbiVersion::Type::None:
        return "None";
    case image::AbiVersion::Type::SecureWorldRuntime:
        return "SecureWorldRuntime";
    case image::AbiVersion::Type::OsRuntime:
        return "OSRuntime";
    case image::AbiVersion::Type::ApplicationRuntime:
        return "ApplicationRuntime";
    }
    return fmt::format("type {}", static_cast<std::uint32_t>(type));
}

std::string signingType(std::uint32_t type)
{
    return type == 1 ? "ECDsa256" : fmt::format("type {}", type);
}

Fields fieldsOf(const image::IdentitySection& section)
{
    const std::string type = image::name(section.imageType);
    const std::string component = section.componentId.toString();
    const std::string image = section.imageId.toString();
    return {{"Image Type", "imageType", type, type},
            {"Component ID", "componentId", component, component},
            {"Image ID", "imageId", image, image}};
}

Fields fieldsOf(const image::SignatureSection& section)
{
    const std::string type = signingType(section.type);
    const std::string thumbprint = image::toHex(section.certificateThumbprint);
    return {{"Signing Type", "signingType", type, type},
            {"Cert", "certificateThumbprint", thumbprint, thumbprint}};
}

Fields fieldsOf(const image::DebugSection& section)
{
    return {{"Image Name", "imageName", printable(section.name), section.name},
            {"Built On (UTC)", "buildTime", utcText(section.buildTime), section.buildTime}};
}

Fields fieldsOf(const image::TemporaryImageSection& section)
{
    return {
        {"Remove image at boot", "removeAtBoot", yesNo(section.removeAtBoot), section.removeAtBoot},
        {"Under development", "underDevelopment", yesNo(section.underDevelopment),
         section.underDevelopment}};
}

Fields versionFields(std::string_view label, const std::vector<image::AbiVersion>& versions)
{
    std::string text;
    json::Value list = json::Value::array();
    for (const image::AbiVersion& one : versions) {
        text +=
            fmt::format("{}{}, version {}", text.empty() ? "" : "; ", name(one.type), one.version);
        list.push_back({{"type", name(one.type)}, {"version", one.version}});
    }
    return {{std::string(label), "versions", text, std::move(list)}};
}

Fields fieldsOf(const image::AbiDependsSection& section)
{
    return versionFields("Depends on", section.versions);
}

Fields fieldsOf(const image::AbiProvidesSection& section)
{
    return versionFields("Provides", section.versions);
}

Fields fieldsOf(const image::OtherSection& section)
{
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(section.data.data()),
                          section.data.size());
    const std::string hex = image::toHex(bytes);
    return {{"Id", "id", fmt::format("{:#06x}", section.id), section.id},
            {"Data", "data", hex, hex}};
}

} // namespace

std::string describeSections(const image::Metadata& metadata)
{
    std::string text;
    for (const image::Section& section : metadata.sections) {
        text += fmt::format("Section: {}\n", image::name(section));
        const Fields fields = std::visit([](const auto& one) { return fieldsOf(one); }, section);
        for (const Field& field : fields)
            text += fmt::format("    {}: {}\n", field.label, field.text);
    }
    return text;
}

json::Value sectionsToJson(const image::Metadata& metadata)
{
    json::Value list = json::Value::array();
    for (const image::Section& section : metadata.sections) {
        json::Value object = json::Value::object();
        object["name"] = image::name(section);
        for (Field& field : std::visit([](const auto& one) { return fieldsOf(one); }, section))
            object[field.key] = std::move(field.value);
        list.push_back(std::move(object));
    }
    return list;
}

std::string describeFiles(const DirectoryTree& tree)
{
    std::string text;
    for (const TreeEntry& entry : tree) {
        const bool isFolder = entry.kind == TreeEntry::Kind::Directory;
        text += fmt::format("{:04o} {:>10}  {}{}\n", entry.mode,
                            isFolder ? "-" : std::to_string(entry.content.size()),
                            printable(entry.path), isFolder ? "/" : "");
    }
    return text;
}

json::Value filesToJson(const DirectoryTree& tree)
{
    json::Value list = json::Value::array();
    for (const TreeEntry& entry : tree) {
        json::Value object = json::Value::object();
        object["path"] = entry.path;
        object["kind"] = entry.kind == TreeEntry::Kind::Directory ? "directory" : "file";
        object["mode"] = fmt::format("{:04o}", entry.mode);
        if (entry.kind == TreeEntry::Kind::File)
            object["bytes"] = entry.content.size();
        list.push_back(std::move(object));
    }
    return list;
}

} // namespace perisphere::tools
