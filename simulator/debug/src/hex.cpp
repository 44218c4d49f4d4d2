#include "hex.hpp"

#include <algorithm>
#include <limits>

namespace perisphere::debug
{
namespace
{

constexpr std::string_view kDigits = "0123456789abcdef";
constexpr std::size_t kMaxDigits = 16;

void addByte(std::string& text, std::uint8_t byte)
{
    text += kDigits[byte >> 4];
    text += kDigits[byte & 0xf];
}

} // namespace

std::optional<unsigned> hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f')
        return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F')
        return static_cast<unsigned>(c - 'A' + 10);
    return std::nullopt;
}

std::string toHex(std::span<const std::uint8_t> bytes)
{
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes)
        addByte(text, byte);
    return text;
}

std::string toHex(std::string_view text)
{
    return toHex(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

std::string toHex(std::uint64_t value, unsigned bytes)
{
    std::string text;
    for (unsigned i = 0; i < bytes; ++i)
        addByte(text, static_cast<std::uint8_t>(value >> (8 * i)));
    return text;
}

std::optional<std::vector<std::uint8_t>> fromHex(std::string_view digits)
{
    if (digits.size() % 2 != 0)
        return std::nullopt;
    std::vector<std::uint8_t> bytes;
    bytes.reserve(digits.size() / 2);
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const auto high = hexDigit(digits[i]);
        const auto low = hexDigit(digits[i + 1]);
        if (!high || !low)
            return std::nullopt;
        bytes.push_back(static_cast<std::uint8_t>(*high << 4 | *low));
    }
    return bytes;
}

std::uint64_t littleEndian(std::span<const std::uint8_t> bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        value |= std::uint64_t{bytes[i]} << (8 * i);
    return value;
}

std::optional<std::uint64_t> Arguments::number()
{
    std::uint64_t value = 0;
    std::size_t digits = 0;
    while (digits < m_rest.size()) {
        const auto digit = hexDigit(m_rest[digits]);
        if (!digit)
            break;
        if (++digits > kMaxDigits)
            return std::nullopt;
        value = value << 4 | *digit;
    }
    if (digits == 0)
        return std::nullopt;
    m_rest.remove_prefix(digits);
    return value;
}

std::optional<std::uint32_t> Arguments::address()
{
    const auto value = number();
    if (!value || *value > std::numeric_limits<std::uint32_t>::max())
        return std::nullopt;
    return static_cast<std::uint32_t>(*value);
}

bool Arguments::skip(char c)
{
    if (!m_rest.starts_with(c))
        return false;
    m_rest.remove_prefix(1);
    return true;
}

std::string_view Arguments::until(char c)
{
    const std::string_view part = m_rest.substr(0, m_rest.find(c));
    m_rest.remove_prefix(std::min(part.size() + 1, m_rest.size()));
    return part;
}

} // namespace perisphere::debug
