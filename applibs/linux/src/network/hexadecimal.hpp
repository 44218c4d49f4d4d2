// Bytes as two hexadecimal digits each.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace perisphere::target
{

[[nodiscard]] inline std::string toHexadecimal(std::string_view bytes)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    constexpr unsigned kHalf = 4;
    constexpr unsigned kLowHalf = 0xF;
    std::string text;
    text.reserve(2 * bytes.size());
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += kDigits[byte >> kHalf];
        text += kDigits[byte & kLowHalf];
    }
    return text;
}

/// nullopt: that is no digit.
[[nodiscard]] constexpr std::optional<unsigned> hexadecimalDigit(char c)
{
    constexpr unsigned kTen = 10;
    if (c >= '0' && c <= '9')
        return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f')
        return static_cast<unsigned>(c - 'a') + kTen;
    if (c >= 'A' && c <= 'F')
        return static_cast<unsigned>(c - 'A') + kTen;
    return std::nullopt;
}

/// nullopt for what is not of that form.
[[nodiscard]] inline std::optional<std::string> fromHexadecimal(std::string_view text)
{
    constexpr unsigned kBase = 16;
    if (text.size() % 2 != 0)
        return std::nullopt;
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const auto high = hexadecimalDigit(text[i]);
        const auto low = hexadecimalDigit(text[i + 1]);
        if (!high || !low)
            return std::nullopt;
        bytes += static_cast<char>(*high * kBase + *low);
    }
    return bytes;
}

} // namespace perisphere::target
