#include "host_name.hpp"

#include "network_settings.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

namespace perisphere::target
{
namespace
{

constexpr std::size_t kMaxHostName = 253;
constexpr std::size_t kMaxLabel = 63;
constexpr std::string_view kLabelCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

bool isLabel(std::string_view label)
{
    return !label.empty() && label.size() <= kMaxLabel && label.front() != '-' &&
           label.back() != '-' &&
           label.find_first_not_of(kLabelCharacters) == std::string_view::npos;
}

} // namespace

bool isHost(std::string_view text)
{
    if (text.empty() || text.size() > kMaxHostName)
        return false;
    // "10.0.0.300" is a wrong address, not a name.
    if (text.find_first_not_of("0123456789.") == std::string_view::npos)
        return parseAddress(std::string(text)).has_value();
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('.', begin), text.size());
        if (!isLabel(text.substr(begin, end - begin)))
            return false;
        begin = end + 1;
    }
    return true;
}

} // namespace perisphere::target
