// Where in an input something is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace perisphere
{

/// A place in an input: text inputs fill line and column, JSON inputs the pointer too, binary
/// inputs the offset.
struct Location {
    std::string file;                    ///< as the caller named it; empty for input without a name
    std::uint32_t line = 0;              ///< 1-based; 0 = not known
    std::uint32_t column = 0;            ///< 1-based, in bytes; 0 = not known
    std::string pointer;                 ///< RFC 6901 JSON pointer, e.g. "/Capabilities/Gpio/2"
    std::optional<std::uint64_t> offset; ///< byte offset in a binary input

    /// "file:12:7 (/Capabilities/Gpio/2)" or "file: offset 0x40"; empty when nothing is known.
    [[nodiscard]] std::string toString() const;

    bool operator==(const Location&) const = default;
};

} // namespace perisphere
