#include "support/property_names.hpp"

#include "perisphere/base/suggest.hpp"
#include "perisphere/control/glob.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace perisphere::tools
{
namespace
{

constexpr std::string_view kListAdvice = "\"perisphere sim get\" lists all";

using Names = std::vector<std::string>;

std::string suggestionOf(const std::string& word, const Names& names)
{
    const std::vector<std::string_view> known(names.begin(), names.end());
    return suggestion(word, known);
}

/// The paths of one part; empty when there is no such part.
Names pathsOf(const std::vector<NamedProperty>& all, std::string_view part)
{
    Names paths;
    for (const NamedProperty& property : all)
        if (property.part == part)
            paths.push_back(property.path());
    return paths;
}

Error notFound(std::string message, std::string expected, std::string advice)
{
    return {.code = ErrorCode::NotFound,
            .message = std::move(message),
            .where = {},
            .expected = std::move(expected),
            .advice = advice.empty() ? std::string(kListAdvice) : std::move(advice),
            .activity = {}};
}

} // namespace

std::string NamedProperty::path() const
{
    return part + "." + description.value("name", std::string());
}

Result<std::vector<NamedProperty>> boardProperties(control::ControlClient& device,
                                                   std::chrono::milliseconds timeout)
{
    const auto answer = device.call("part.list", json::Value::object(), timeout);
    if (!answer)
        return fail(answer.error());
    std::vector<NamedProperty> all;
    for (const json::Value& part : answer->value("parts", json::Value::array()))
        for (const json::Value& one : part.value("properties", json::Value::array()))
            all.push_back({.part = part.value("name", std::string()), .description = one});
    return all;
}

std::optional<Error> unknownProperty(const std::vector<NamedProperty>& all, const std::string& word)
{
    Names paths;
    for (const NamedProperty& property : all) {
        paths.push_back(property.path());
        if (control::matchesGlob(word, paths.back()))
            return std::nullopt;
    }
    const std::string near = suggestionOf(word, paths);
    if (word.find_first_of("*?") != std::string::npos)
        return notFound(fmt::format("no property of the board matches \"{}\"", word),
                        "PART.PROPERTY, with * for any characters and ? for one", {});
    const std::size_t dot = word.rfind('.');
    const Names ofPart = pathsOf(all, word.substr(0, dot));
    if (!ofPart.empty())
        return notFound(
            dot == std::string::npos ? fmt::format("\"{}\" is a part, not a property", word)
                                     : fmt::format("\"{}\" has no property \"{}\"",
                                                   word.substr(0, dot), word.substr(dot + 1)),
            fmt::format("one of {}", fmt::join(ofPart, ", ")), suggestionOf(word, ofPart));
    if (dot == std::string::npos)
        return notFound(fmt::format("\"{}\" does not name a property", word),
                        "PART.PROPERTY, such as SW2.pressed", near);
    return notFound(fmt::format("the board has no part \"{}\"", word.substr(0, dot)), {}, near);
}

Error explainRefusal(control::ControlClient& device, const std::vector<std::string>& words,
                     const Error& refused)
{
    if (refused.code != ErrorCode::NotFound && refused.code != ErrorCode::InvalidArgument)
        return refused;
    const auto all = boardProperties(device);
    if (!all)
        return refused;
    for (const std::string& word : words)
        if (auto unknown = unknownProperty(*all, word))
            return *std::move(unknown);
    return refused;
}

} // namespace perisphere::tools
