#include "perisphere/device/policy.hpp"

#include "perisphere/base/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <string>

namespace perisphere::device
{
namespace
{

using manifest::Capability;
using manifest::CapabilityValue;
using manifest::Manifest;

std::string quoted(const Element& element)
{
    if (const auto* number = std::get_if<std::int64_t>(&element))
        return fmt::format("{}", *number);
    return fmt::format("\"{}\"", std::get<std::string_view>(element));
}

bool matches(const manifest::ListEntry& entry, const Element& element)
{
    if (const auto* number = std::get_if<std::int64_t>(&element)) {
        const auto* value = std::get_if<std::int64_t>(&entry.value);
        return value != nullptr && *value == *number;
    }
    const auto* value = std::get_if<std::string>(&entry.value);
    return value != nullptr && equalIgnoringCase(*value, std::get<std::string_view>(element));
}

/// Where the line stands that has to change, as an editor opens it.
std::string placeOf(const Manifest& manifest, const CapabilityValue* value)
{
    if (value == nullptr || value->where.line == 0)
        return manifest.fileName.empty() ? "the app manifest" : manifest.fileName;
    return fmt::format("{}:{}:{}", value->where.file, value->where.line, value->where.column);
}

/// How a capability that is not granted at all looks when it is.
std::string granted(Capability capability)
{
    switch (capability) {
    case Capability::MutableStorage:
        return R"({"SizeKB": 8})";
    case Capability::DeviceAuthentication:
        return "the id of your tenant";
    default:
        return "true";
    }
}

tl::unexpected<Refusal> deny(std::string reason, std::string_view key, std::string value,
                             std::string line)
{
    return refuse(EACCES, std::move(reason),
                  MissingGrant{.capability = std::string(key),
                               .value = std::move(value),
                               .line = std::move(line)});
}

/// As its author wrote it.
std::string written(const manifest::ListEntry& entry)
{
    if (!entry.reference.empty())
        return quoted(Element(std::string_view(entry.reference)));
    if (const auto* number = std::get_if<std::int64_t>(&entry.value))
        return quoted(Element(*number));
    return quoted(Element(std::string_view(std::get<std::string>(entry.value))));
}

/// The line of a list with one more element.
std::string lineWith(std::string_view key, const CapabilityValue* value, const Element& element)
{
    std::string elements;
    if (value != nullptr)
        for (const manifest::ListEntry& entry : value->entries)
            elements += written(entry) + ", ";
    return fmt::format("\"{}\": [{}{}]", key, elements, quoted(element));
}

} // namespace

Outcome<> require(const Manifest& manifest, Capability capability)
{
    if (manifest.has(capability))
        return {};
    const CapabilityValue* const value = manifest.find(capability);
    const std::string_view key = name(capability);
    const std::string right = granted(capability);
    const std::string line = fmt::format("\"{}\": {}", key, right);
    if (value == nullptr)
        return deny(fmt::format("the manifest does not grant \"{}\"; add \"{}\": {} to "
                                "\"Capabilities\" in {}",
                                key, key, right, placeOf(manifest, nullptr)),
                    key, right, line);
    return deny(fmt::format("the manifest does not grant \"{}\"; set it to {} in {}", key, right,
                            placeOf(manifest, value)),
                key, right, line);
}

Outcome<> require(const Manifest& manifest, Capability capability, const Element& element)
{
    const CapabilityValue* const value = manifest.find(capability);
    const std::string_view key = name(capability);
    const std::string line = lineWith(key, value, element);
    if (value == nullptr)
        return deny(fmt::format("the manifest does not grant \"{}\"; add \"{}\": [{}] to "
                                "\"Capabilities\" in {}",
                                key, key, quoted(element), placeOf(manifest, nullptr)),
                    key, quoted(element), line);
    const bool isListed =
        std::any_of(value->entries.begin(), value->entries.end(),
                    [&](const manifest::ListEntry& entry) { return matches(entry, element); });
    if (isListed)
        return {};
    return deny(fmt::format("{} is not in \"{}\"; add it to the list in {}", quoted(element), key,
                            placeOf(manifest, value)),
                key, quoted(element), line);
}

} // namespace perisphere::device
