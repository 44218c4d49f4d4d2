#include "fields.hpp"

#include "perisphere/base/suggest.hpp"
#include "perisphere/scenario/duration.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace perisphere::scenario
{
namespace
{

std::string shown(const YamlNode& node)
{
    switch (node.kind) {
    case YamlNode::Kind::Null:
        return "nothing";
    case YamlNode::Kind::List:
        return "a list";
    case YamlNode::Kind::Map:
        return "a map";
    case YamlNode::Kind::Scalar:
        break;
    }
    return fmt::format("\"{}\"",
                       node.text.size() > 60 ? node.text.substr(0, 57) + "..." : node.text);
}

std::nullopt_t wrongType(const YamlNode& node, std::string_view expected, Findings& findings)
{
    findings.add(node, "wrong-type", shown(node) + " does not fit here", std::string(expected));
    return std::nullopt;
}

} // namespace

void Findings::add(const YamlNode& at, std::string_view rule, std::string message,
                   std::string expected, std::string advice)
{
    all.push_back({.rule = std::string(rule),
                   .where = placeOf(at),
                   .message = std::move(message),
                   .expected = std::move(expected),
                   .advice = std::move(advice)});
}

void Findings::add(const YamlNode& at, std::string_view rule, const Error& error)
{
    add(at, rule, error.message, error.expected, error.advice);
}

std::optional<std::string> readText(const YamlNode& node, Findings& findings)
{
    if (!node.is(YamlNode::Kind::Scalar) || node.text.empty())
        return wrongType(node, "a text", findings);
    return node.text;
}

std::optional<bool> readBool(const YamlNode& node, Findings& findings)
{
    if (node.is(YamlNode::Kind::Scalar) && !node.isQuoted && node.text == "true")
        return true;
    if (node.is(YamlNode::Kind::Scalar) && !node.isQuoted && node.text == "false")
        return false;
    return wrongType(node, "true or false", findings);
}

std::optional<std::int64_t> readInteger(const YamlNode& node, std::int64_t least, std::int64_t most,
                                        Findings& findings)
{
    const std::string expected = fmt::format("a whole number from {} to {}", least, most);
    if (!node.is(YamlNode::Kind::Scalar) || node.isQuoted)
        return wrongType(node, expected, findings);
    std::string_view text = node.text;
    const bool isHexadecimal = text.starts_with("0x");
    if (isHexadecimal)
        text.remove_prefix(2);
    std::int64_t value = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), value, isHexadecimal ? 16 : 10);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most)
        return wrongType(node, expected, findings);
    return value;
}

std::optional<double> readNumber(const YamlNode& node, Findings& findings)
{
    double value = 0;
    if (node.is(YamlNode::Kind::Scalar) && !node.isQuoted) {
        const char* const last = node.text.data() + node.text.size();
        const auto [end, error] = std::from_chars(node.text.data(), last, value);
        if (error == std::errc() && end == last && std::isfinite(value))
            return value;
    }
    return wrongType(node, "a number", findings);
}

std::optional<engine::Duration> readDuration(const YamlNode& node, Findings& findings)
{
    if (!node.is(YamlNode::Kind::Scalar))
        return wrongType(node, "a duration such as 500ms", findings);
    const auto duration = parseDuration(node.text);
    if (!duration) {
        findings.add(node, "wrong-type", duration.error());
        return std::nullopt;
    }
    return *duration;
}

std::optional<std::vector<std::string>> readTexts(const YamlNode& node, Findings& findings)
{
    if (node.is(YamlNode::Kind::Scalar) && !node.text.empty())
        return std::vector{node.text};
    if (!node.is(YamlNode::Kind::List) || node.values.empty())
        return wrongType(node, "a list of texts", findings);
    std::vector<std::string> texts;
    for (const YamlNode& one : node.values)
        if (auto text = readText(one, findings))
            texts.push_back(std::move(*text));
    if (texts.size() != node.values.size())
        return std::nullopt;
    return texts;
}

Fields::Fields(const YamlNode& node, std::string_view what, Findings& findings)
    : m_node(node)
    , m_what(what)
    , m_findings(findings)
{
    if (!isMap())
        findings.add(node, "wrong-type", fmt::format("{} is not {}", shown(node), what),
                     "a map of keys and values");
}

const YamlNode* Fields::find(std::string_view key)
{
    m_asked.emplace_back(key);
    for (std::size_t i = 0; i < m_node.keys.size(); ++i)
        if (m_node.keys[i].text == key)
            return &m_node.values[i];
    return nullptr;
}

const YamlNode* Fields::require(std::string_view key)
{
    const YamlNode* const found = find(key);
    if (found == nullptr && isMap())
        m_findings.add(m_node, "missing-key", fmt::format("{} without \"{}\"", m_what, key));
    return found;
}

std::optional<std::string> Fields::text(std::string_view key)
{
    const YamlNode* const found = find(key);
    return found == nullptr ? std::nullopt : readText(*found, m_findings);
}

std::optional<bool> Fields::boolean(std::string_view key)
{
    const YamlNode* const found = find(key);
    return found == nullptr ? std::nullopt : readBool(*found, m_findings);
}

std::optional<std::int64_t> Fields::integer(std::string_view key, std::int64_t least,
                                            std::int64_t most)
{
    const YamlNode* const found = find(key);
    return found == nullptr ? std::nullopt : readInteger(*found, least, most, m_findings);
}

std::optional<double> Fields::number(std::string_view key)
{
    const YamlNode* const found = find(key);
    return found == nullptr ? std::nullopt : readNumber(*found, m_findings);
}

std::optional<engine::Duration> Fields::duration(std::string_view key)
{
    const YamlNode* const found = find(key);
    return found == nullptr ? std::nullopt : readDuration(*found, m_findings);
}

std::optional<std::vector<std::string>> Fields::texts(std::string_view key)
{
    const YamlNode* const found = find(key);
    return found == nullptr ? std::nullopt : readTexts(*found, m_findings);
}

void Fields::finish()
{
    const std::vector<std::string_view> known(m_asked.begin(), m_asked.end());
    for (const YamlNode& key : m_node.keys)
        if (std::find(known.begin(), known.end(), key.text) == known.end())
            m_findings.add(key, "unknown-key",
                           fmt::format("{} has no key \"{}\"", m_what, key.text.substr(0, 60)),
                           fmt::format("{}", fmt::join(known, ", ")), suggestion(key.text, known));
}

} // namespace perisphere::scenario
