#include "printable.hpp"

namespace perisphere::parts
{
namespace
{

bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
}

/// Length of the valid UTF-8 sequence that begins here, 0 if none does (Unicode, table 3-7).
std::size_t sequenceLength(std::string_view bytes)
{
    const auto first = static_cast<unsigned char>(bytes[0]);
    if (first < 0x80)
        return 1;
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || bytes.size() < length)
        return 0;
    for (std::size_t i = 1; i < length; ++i)
        if (!isContinuation(bytes[i]))
            return 0;
    const auto second = static_cast<unsigned char>(bytes[1]);
    const bool isOverlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool isOutside = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
    return isOverlong || isOutside ? 0 : length;
}

} // namespace

std::string toPrintable(std::string_view bytes)
{
    std::string text;
    while (!bytes.empty()) {
        const std::size_t length = sequenceLength(bytes);
        text += length == 0 ? "\xEF\xBF\xBD" : bytes.substr(0, length);
        bytes.remove_prefix(length == 0 ? 1 : length);
    }
    return text;
}

std::size_t endOfPrintable(std::string_view text, std::size_t at)
{
    while (at < text.size() && isContinuation(text[at]))
        ++at;
    return at;
}

} // namespace perisphere::parts
