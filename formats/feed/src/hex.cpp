#include "hex.hpp"

namespace perisphere::feed
{
namespace
{

constexpr std::string_view kDigits = "0123456789abcdef";
constexpr unsigned kBitsOfDigit = 4;
constexpr unsigned kDigitMask = 0xF;

} // namespace

std::string toHex(std::span<const std::uint8_t> bytes)
{
    std::string text;
    text.reserve(2 * bytes.size());
    for (const std::uint8_t byte : bytes) {
        text += kDigits[byte >> kBitsOfDigit];
        text += kDigits[byte & kDigitMask];
    }
    return text;
}

bool fromHex(std::string_view digits, std::span<std::uint8_t> bytes)
{
    if (digits.size() != 2 * bytes.size())
        return false;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const std::size_t high = kDigits.find(digits[2 * i]);
        const std::size_t low = kDigits.find(digits[2 * i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos)
            return false;
        bytes[i] = static_cast<std::uint8_t>(high << kBitsOfDigit | low);
    }
    return true;
}

} // namespace perisphere::feed
