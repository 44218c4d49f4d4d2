// What goes around the data of a packet: $data#checksum.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace perisphere::debug
{

/// Modulo 256, of the data as it is on the wire.
[[nodiscard]] std::uint8_t checksum(std::string_view data);

/// `data` has no $ and no #: escaped() where it may be anything.
[[nodiscard]] std::string frame(std::string_view data);

/// For binary data. Also the asterisk, which would repeat the character before it.
[[nodiscard]] std::string escaped(std::string_view data);
constexpr char kEscape = '}';
constexpr char kEscapeFlip = 0x20;

} // namespace perisphere::debug
