// What a property can be, and what is said about it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace perisphere::engine
{

/// sRGB.
struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    bool operator==(const Colour&) const = default;
};

enum class PixelFormat : std::uint8_t {
    Mono1,  ///< one bit a pixel, rows padded to bytes, leftmost pixel in the high bit
    Rgb565, ///< two bytes a pixel, little-endian
    Rgb888, ///< three bytes a pixel
};

[[nodiscard]] std::string_view name(PixelFormat format);

/// What a display shows. The pixels are fetched apart, in chunks; this says when to.
struct Image {
    std::uint16_t width = 0;
    std::uint16_t height = 0;
    PixelFormat format = PixelFormat::Mono1;
    std::uint64_t revision = 0; ///< counts the changes of the pixels
    bool operator==(const Image&) const = default;
};

using ByteArray = std::vector<std::byte>;

enum class PropertyType : std::uint8_t {
    Bool,
    Integer,
    Number,
    Text,
    Choice,
    Colour,
    Bytes,
    Image
};

[[nodiscard]] std::string_view name(PropertyType type);

/// Choice and Text are both strings; the description tells them apart.
using PropertyValue =
    std::variant<bool, std::int64_t, double, std::string, Colour, ByteArray, Image>;

enum class Access : std::uint8_t {
    Observable, ///< clients read and watch it; the part sets it
    Settable,   ///< clients also set it: the world's side of the part
};

/// Limits of integers and numbers, in the property's unit.
struct Range {
    std::optional<double> minimum;
    std::optional<double> maximum;
    std::optional<double> step; ///< a hint for sliders and spin boxes; other values are accepted
};

struct PropertyDescription {
    std::string name;        ///< camelCase, unique in its table: "ambientLight"
    std::string description; ///< one line, no full stop
    PropertyType type = PropertyType::Bool;
    Access access = Access::Observable;
    std::string unit; ///< SI symbol: "V", "°C", "lx"; empty: a bare number
    Range range;
    std::vector<std::string> choices; ///< Choice only
    std::size_t maxBytes = 4096;      ///< Text and Bytes
};

} // namespace perisphere::engine
