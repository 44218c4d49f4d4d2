#include "perisphere/image/guid.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perisphere::image
{
namespace
{

/// The byte of the package order that each written byte goes to: the first three fields are little
/// endian.
constexpr std::array<std::size_t, 16> kOrder = {3, 2, 1,  0,  5,  4,  7,  6,
                                                8, 9, 10, 11, 12, 13, 14, 15};
constexpr std::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

} // namespace

Result<Guid> Guid::parse(std::string_view text)
{
    const bool fits =
        std::equal(text.begin(), text.end(), kShape.begin(), kShape.end(),
                   [](char c, char shape) { return shape == '-' ? c == '-' : digit(c) >= 0; });
    if (!fits)
        return fail(Error{.code = ErrorCode::Invalid,
                          .message = fmt::format("\"{}\" is not a GUID", text.substr(0, 64)),
                          .expected = "32 hexadecimal digits grouped 8-4-4-4-12"});
    Guid guid;
    std::size_t byte = 0;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        if (text[i] == '-')
            ++i;
        guid.bytes[kOrder[byte++]] =
            static_cast<std::uint8_t>(digit(text[i]) * 16 + digit(text[i + 1]));
    }
    return guid;
}

Guid Guid::fromDigest(std::span<const std::uint8_t, 32> digest)
{
    std::array<std::uint8_t, 16> written{};
    std::copy_n(digest.begin(), written.size(), written.begin());
    written[6] = static_cast<std::uint8_t>((written[6] & 0x0FU) | 0x80U); // version 8 of RFC 9562
    written[8] = static_cast<std::uint8_t>((written[8] & 0x3FU) | 0x80U); // its variant
    Guid guid;
    for (std::size_t i = 0; i < written.size(); ++i)
        guid.bytes[kOrder[i]] = written[i];
    return guid;
}

std::string Guid::toString() const
{
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            text += '-';
        text += fmt::format("{:02x}", bytes[kOrder[i]]);
    }
    return text;
}

} // namespace perisphere::image
