#include "packet_frame.hpp"

#include <fmt/format.h>

namespace perisphere::debug
{

std::uint8_t checksum(std::string_view data)
{
    std::uint8_t sum = 0;
    for (const char c : data)
        sum = static_cast<std::uint8_t>(sum + static_cast<std::uint8_t>(c));
    return sum;
}

std::string frame(std::string_view data)
{
    return fmt::format("${}#{:02x}", data, checksum(data));
}

std::string escaped(std::string_view data)
{
    std::string text;
    text.reserve(data.size());
    for (const char c : data) {
        if (c == '#' || c == '$' || c == '*' || c == kEscape) {
            text += kEscape;
            text += static_cast<char>(c ^ kEscapeFlip);
        } else {
            text += c;
        }
    }
    return text;
}

} // namespace perisphere::debug
