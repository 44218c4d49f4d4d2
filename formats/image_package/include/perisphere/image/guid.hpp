// Component and image identities: 16 bytes, written 8-4-4-4-12.
#pragma once

#include "perisphere/base/result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace perisphere::image
{

/// Bytes are kept in package order: the first three fields little endian, the last two as written.
struct Guid {
    std::array<std::uint8_t, 16> bytes{};

    /// "8-4-4-4-12" hexadecimal digits in either case.
    static Result<Guid> parse(std::string_view text);

    /// A version 8 (custom) identity from a digest: same input, same identity.
    static Guid fromDigest(std::span<const std::uint8_t, 32> digest);

    [[nodiscard]] std::string toString() const; ///< lower case
    bool operator==(const Guid&) const = default;
};

} // namespace perisphere::image
