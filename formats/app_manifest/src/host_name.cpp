#include "host_name.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <vector>

namespace perisphere::manifest
{
namespace
{

constexpr std::size_t kMaxNameBytes = 253; // RFC 1035, without the final dot
constexpr std::size_t kMaxLabelBytes = 63;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLabelCharacter(char c)
{
    // DNS itself allows '_', and names with it exist.
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

std::vector<std::string_view> splitAtDots(std::string_view text)
{
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t dot = std::min(text.find('.'), text.size());
        parts.push_back(text.substr(0, dot));
        if (dot == text.size())
            return parts;
        text.remove_prefix(dot + 1);
    }
}

bool isNumber(std::string_view part)
{
    return !part.empty() && std::all_of(part.begin(), part.end(), isDigit);
}

bool isOctet(std::string_view part)
{
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    // "010" is ten to some and eight to others.
    const bool isPlain = part.size() == 1 || part.front() != '0';
    return error == std::errc{} && end == part.data() + part.size() && value <= 255 && isPlain;
}

std::string judgeAddress(const std::vector<std::string_view>& parts)
{
    const bool isAddress = parts.size() == 4 && std::all_of(parts.begin(), parts.end(), isOctet);
    return isAddress ? "" : "an IPv4 address is four numbers from 0 to 255 without leading zeros";
}

std::string judgeLabels(std::string_view text, const std::vector<std::string_view>& labels)
{
    if (text.size() > kMaxNameBytes)
        return "a host name has at most 253 bytes";
    for (const std::string_view label : labels) {
        if (label.empty())
            return "no dot at either end, nor two together";
        if (label.size() > kMaxLabelBytes)
            return "each part between dots has at most 63 bytes";
        if (label.front() == '-' || label.back() == '-')
            return "no part begins or ends with a hyphen";
        if (!std::all_of(label.begin(), label.end(), isLabelCharacter))
            return "only letters, digits, hyphens and underscores between the dots";
    }
    return "";
}

/// The usual mistakes, with what to do about each.
std::string judgeMistake(std::string_view text)
{
    if (text.empty())
        return "remove the empty entry";
    if (std::any_of(text.begin(), text.end(),
                    [](char c) { return static_cast<signed char>(c) < 0; }))
        return "write an international name in its ASCII form (xn--...)";
    if (text.find("://") != std::string_view::npos)
        return "leave out the scheme and what follows the host";
    if (text.find('*') != std::string_view::npos)
        return "list each host; there are no wildcards";
    if (text.find('/') != std::string_view::npos)
        return "leave out the slash and what follows; there are no address ranges or paths";
    if (text.find(':') != std::string_view::npos)
        return "leave out the port; all ports of a listed host are allowed (IPv6 is not known)";
    return "";
}

} // namespace

HostVerdict judgeHost(std::string_view text)
{
    if (text.find_first_of("<>{}") != std::string_view::npos)
        return {HostVerdict::Kind::Placeholder, "put the host's name in its place"};
    std::string advice = judgeMistake(text);
    if (advice.empty()) {
        const auto parts = splitAtDots(text);
        // As for URLs: what ends in a number is an address or nothing.
        advice = isNumber(parts.back()) ? judgeAddress(parts) : judgeLabels(text, parts);
    }
    if (advice.empty())
        return {};
    return {HostVerdict::Kind::Bad, advice};
}

} // namespace perisphere::manifest
