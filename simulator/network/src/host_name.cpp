#include "perisphere/network/host_name.hpp"

#include "perisphere/world/ipv4.hpp"

#include <algorithm>

namespace perisphere::network
{
namespace
{

bool isLabelCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

bool isLabel(std::string_view label)
{
    constexpr std::size_t kMaxLabel = 63;
    return !label.empty() && label.size() <= kMaxLabel && label.front() != '-' &&
           label.back() != '-' && std::all_of(label.begin(), label.end(), isLabelCharacter);
}

bool isNumeric(std::string_view text)
{
    return text.find_first_not_of("0123456789.") == std::string_view::npos;
}

} // namespace

bool isHost(std::string_view text)
{
    if (text.empty() || text.size() > kMaxHostName)
        return false;
    if (isNumeric(text)) // "10.0.0.300" is a wrong address, not a name
        return world::parseIpv4(text).has_value();
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('.', begin), text.size());
        if (!isLabel(text.substr(begin, end - begin)))
            return false;
        begin = end + 1;
    }
    return true;
}

} // namespace perisphere::network
