// What the kernel's routing netlink answers with: messages of a head, a structure and attributes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <span>

namespace perisphere::target
{

/// The structure that the bytes begin with; nullopt where they are too few.
template <class T>
[[nodiscard]] std::optional<T> structureAt(std::span<const std::byte> bytes)
{
    if (bytes.size() < sizeof(T))
        return std::nullopt;
    T value{};
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
}

/// @param body the message without its head
using OnNetlinkMessage = std::function<void(std::uint16_t type, std::span<const std::byte> body)>;

/// Calls for each whole message of a datagram.
void eachNetlinkMessage(std::span<const std::byte> datagram, const OnNetlinkMessage& take);

/// Calls for each whole attribute, with its type and value.
void eachNetlinkAttribute(
    std::span<const std::byte> attributes,
    const std::function<void(std::uint16_t type, std::span<const std::byte> value)>& take);

} // namespace perisphere::target
