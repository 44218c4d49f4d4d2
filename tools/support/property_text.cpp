#include "support/property_text.hpp"

#include "support/property_names.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <optional>
#include <system_error>
#include <utility>

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

/// As the control API describes it.
Result<json::Value> describeProperty(control::ControlClient& device, const std::string& property)
{
    auto all = boardProperties(device);
    if (!all)
        return fail(all.error());
    for (NamedProperty& one : *all)
        if (one.path() == property)
            return std::move(one.description);
    if (auto unknown = unknownProperty(*all, property))
        return fail(*std::move(unknown));
    return fail(Error{
        .code = ErrorCode::InvalidArgument,
        .message = fmt::format("\"{}\" is a pattern", property),
        .where = {},
        .expected = "one property, PART.PROPERTY",
        .advice = fmt::format("\"perisphere sim get '{}'\" lists what it matches", property)});
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
