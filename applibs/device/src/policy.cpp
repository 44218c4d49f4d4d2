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

tl::unexpected<Refusal> deny(std::string reason)
{
    return refuse(EACCES, std::move(reason));
}

} // namespace

Outcome<> require(const Manifest& manifest, Capability capability)
{
    if (manifest.has(capability))
        return {};
    const CapabilityValue* const value = manifest.find(capability);
    const std::string_view key = name(capability);
    if (value == nullptr)
        return deny(fmt::format("the manifest does not grant \"{}\"; add \"{}\": {} to "
                                "\"Capabilities\" in {}",
                                key, key, granted(capability), placeOf(manifest, nullptr)));
    return deny(fmt::format("the manifest does not grant \"{}\"; set it to {} in {}", key,
                            granted(capability), placeOf(manifest, value)));
}

Outcome<> require(const Manifest& manifest, Capability capability, const Element& element)
{
    const CapabilityValue* const value = manifest.find(capability);
    const std::string_view key = name(capability);
    if (value == nullptr)
        return deny(fmt::format("the manifest does not grant \"{}\"; add \"{}\": [{}] to "
                                "\"Capabilities\" in {}",
                                key, key, quoted(element), placeOf(manifest, nullptr)));
    const bool isListed =
        std::any_of(value->entries.begin(), value->entries.end(),
                    [&](const manifest::ListEntry& entry) { return matches(entry, element); });
    if (isListed)
        return {};
    return deny(fmt::format("{} is not in \"{}\"; add it to the list in {}", quoted(element), key,
                            placeOf(manifest, value)));
}

} // namespace perisphere::device
