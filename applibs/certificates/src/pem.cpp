#include "pem.hpp"

#include <algorithm>

namespace perisphere::certificates
{
namespace
{

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kDashes = "-----";
constexpr std::size_t kMaxLabelBytes = 64;
constexpr std::size_t kLineBytes = 64;

bool isPemSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string inLines(std::string_view body)
{
    std::string digits(body);
    digits.erase(std::remove_if(digits.begin(), digits.end(), isPemSpace), digits.end());
    std::string lines;
    for (std::size_t at = 0; at < digits.size(); at += kLineBytes)
        lines += digits.substr(at, kLineBytes) + '\n';
    return lines;
}

} // namespace

std::optional<PemBlock> nextPemBlock(std::string_view text, std::size_t& position)
{
    const std::size_t begin = text.find(kBegin, position);
    if (begin == std::string_view::npos)
        return std::nullopt;
    const std::size_t labelAt = begin + kBegin.size();
    const std::size_t labelEnd = text.find(kDashes, labelAt);
    if (labelEnd == std::string_view::npos || labelEnd - labelAt > kMaxLabelBytes)
        return std::nullopt;
    PemBlock block{.label = std::string(text.substr(labelAt, labelEnd - labelAt)), .text = {}};
    const std::string end = "-----END " + block.label + "-----";
    const std::size_t bodyAt = labelEnd + kDashes.size();
    const std::size_t bodyEnd = text.find(end, bodyAt);
    if (bodyEnd == std::string_view::npos)
        return std::nullopt;
    position = bodyEnd + end.size();
    const std::string_view body = text.substr(bodyAt, bodyEnd - bodyAt);
    const bool hasHeaders = body.find(':') != std::string_view::npos;
    block.text = "-----BEGIN " + block.label + "-----" + (hasHeaders ? "" : "\n") +
                 (hasHeaders ? std::string(body) : inLines(body)) + end + '\n';
    return block;
}

std::string pemBlocks(std::string_view text)
{
    std::string blocks;
    std::size_t position = 0;
    while (const auto block = nextPemBlock(text, position))
        blocks += block->text;
    return blocks;
}

} // namespace perisphere::certificates
