#include "support/property_text.hpp"

#include "perisphere/base/suggest.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

namespace perisphere::tools
{
namespace
{

template <class Number>
std::optional<Number> wholeWord(const std::string& word)
{
    Number number{};
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size())
        return std::nullopt;
    return number;
}

Error wrongWord(const std::string& property, const std::string& word, std::string expected)
{
    return {.code = ErrorCode::InvalidArgument,
            .message = fmt::format("{} cannot be \"{}\"", property, word),
            .where = {},
            .expected = std::move(expected),
            .advice = {}};
}

/// As part.list describes it.
Result<json::Value> describeProperty(control::ControlClient& device, const std::string& property)
{
    const auto answer = device.call("part.list");
    if (!answer)
        return fail(answer.error());
    std::vector<std::string> paths;
    for (const json::Value& part : answer->value("parts", json::Value::array()))
        for (const json::Value& one : part.value("properties", json::Value::array())) {
            paths.push_back(part.value("name", std::string()) + "." +
                            one.value("name", std::string()));
            if (paths.back() == property)
                return one;
        }
    const std::vector<std::string_view> known(paths.begin(), paths.end());
    std::string near = suggestion(property, known);
    return fail(Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("the board has no property \"{}\"", property),
                      .where = {},
                      .expected = {},
                      .advice = near.empty() ? "\"perisphere sim get\" lists all" : near});
}

} // namespace

Result<json::Value> valueOfWord(std::string_view type, const std::string& property,
                                const std::string& word)
{
    if (type == "bool") {
        for (const char* yes : {"true", "on", "1"})
            if (word == yes)
                return true;
        for (const char* no : {"false", "off", "0"})
            if (word == no)
                return false;
        return fail(wrongWord(property, word, "true or false"));
    }
    if (type == "integer") {
        if (const auto number = wholeWord<std::int64_t>(word))
            return *number;
        return fail(wrongWord(property, word, "a whole number"));
    }
    if (type == "number") {
        if (const auto number = wholeWord<double>(word))
            return *number;
        return fail(wrongWord(property, word, "a number, such as 21.5"));
    }
    // Texts, choices, colours, base64: the device judges them.
    json::Value text = json::Value::parse(word, nullptr, false);
    return text.is_string() ? text : json::Value(word);
}

Result<json::Value> propertyValue(control::ControlClient& device, const std::string& property,
                                  const std::string& word)
{
    const auto description = describeProperty(device, property);
    if (!description)
        return fail(description.error());
    return valueOfWord(description->value("type", std::string()), property, word);
}

std::string propertyText(const json::Value& value)
{
    return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string sampleText(const json::Value& sample)
{
    return fmt::format("{} = {}", sample.value("property", std::string()),
                       sample.value("value", json::Value()).dump());
}

std::string timedText(const json::Value& sample)
{
    return fmt::format("[{:12.6f}] {}",
                       static_cast<double>(sample.value("time", std::int64_t{0})) / 1e9,
                       sampleText(sample));
}

} // namespace perisphere::tools
