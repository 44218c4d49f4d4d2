// Bytes as lower-case hexadecimal digits, and back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace perisphere::feed
{

[[nodiscard]] std::string toHex(std::span<const std::uint8_t> bytes);

/// False unless there are exactly two lower-case digits for each byte.
[[nodiscard]] bool fromHex(std::string_view digits, std::span<std::uint8_t> bytes);

} // namespace perisphere::feed
