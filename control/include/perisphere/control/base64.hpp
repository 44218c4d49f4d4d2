// Base64 (RFC 4648, with padding) of binary values.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::control
{

[[nodiscard]] std::string toBase64(std::span<const std::byte> bytes);

/// nullopt for what is not base64.
[[nodiscard]] std::optional<std::vector<std::byte>> fromBase64(std::string_view text);

} // namespace perisphere::control
