#include "perisphere/control/property_json.hpp"

#include "perisphere/control/base64.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string>

namespace perisphere::control
{
namespace
{

using engine::PropertyType;
using json::Value;

struct ToJson {
    Value operator()(bool value) const { return value; }
    Value operator()(std::int64_t value) const { return value; }
    Value operator()(double value) const { return value; }
    Value operator()(const std::string& value) const { return value; }
    Value operator()(engine::Colour value) const
    {
        return fmt::format("#{:02x}{:02x}{:02x}", value.red, value.green, value.blue);
    }
    Value operator()(const engine::ByteArray& value) const { return toBase64(value); }
    Value operator()(const engine::Image& value) const
    {
        return {{"width", value.width},
                {"height", value.height},
                {"format", name(value.format)},
                {"revision", value.revision}};
    }
};

std::optional<engine::Colour> colourFrom(const std::string& text)
{
    std::uint32_t number = 0;
    const char* const end = text.data() + text.size();
    if (text.size() != 7 || text[0] != '#')
        return std::nullopt;
    if (const auto [at, error] = std::from_chars(text.data() + 1, end, number, 16);
        error != std::errc() || at != end)
        return std::nullopt;
    return engine::Colour{static_cast<std::uint8_t>(number >> 16U),
                          static_cast<std::uint8_t>(number >> 8U),
                          static_cast<std::uint8_t>(number)};
}

std::optional<engine::PropertyValue> numberFrom(const Value& value)
{
    if (value.is_number_float())
        return value.get<double>();
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX)
        return static_cast<double>(value.get<std::uint64_t>());
    if (value.is_number_integer())
        return value.get<std::int64_t>();
    return std::nullopt;
}

std::optional<engine::PropertyValue> textFrom(PropertyType type, const std::string& text)
{
    if (type == PropertyType::Colour) {
        if (const auto colour = colourFrom(text))
            return *colour;
        return std::nullopt;
    }
    if (type == PropertyType::Bytes) {
        if (auto bytes = fromBase64(text))
            return std::move(*bytes);
        return std::nullopt;
    }
    return text;
}

std::optional<engine::PropertyValue> valueFrom(PropertyType type, const Value& value)
{
    switch (type) {
    case PropertyType::Bool:
        if (value.is_boolean())
            return value.get<bool>();
        return std::nullopt;
    case PropertyType::Integer:
    case PropertyType::Number:
        return numberFrom(value);
    case PropertyType::Text:
    case PropertyType::Choice:
    case PropertyType::Colour:
    case PropertyType::Bytes:
        if (value.is_string())
            return textFrom(type, value.get_ref<const std::string&>());
        return std::nullopt;
    case PropertyType::Image:
        break;
    }
    return std::nullopt;
}

std::string expectedBy(const engine::PropertyDescription& description)
{
    switch (description.type) {
    case PropertyType::Bool:
        return "true or false";
    case PropertyType::Integer:
        return "an integer";
    case PropertyType::Number:
        return "a number";
    case PropertyType::Text:
        return "a string";
    case PropertyType::Choice: {
        std::string text = "one of";
        for (const std::string& choice : description.choices)
            text += fmt::format("{} \"{}\"", text.size() > 6 ? "," : "", choice);
        return text;
    }
    case PropertyType::Colour:
        return "a colour such as \"#ff8000\"";
    case PropertyType::Bytes:
        return "bytes in base64";
    case PropertyType::Image:
        break;
    }
    return "a property that can be set";
}

} // namespace

Value toJson(const engine::PropertyValue& value)
{
    return std::visit(ToJson(), value);
}

Result<engine::PropertyValue> fromJson(const engine::PropertyDescription& description,
                                       const Value& value)
{
    if (auto found = valueFrom(description.type, value))
        return *std::move(found);
    return fail(Error{.code = ErrorCode::InvalidArgument,
                      .message = fmt::format("\"{}\" is not set to a {} by {}", description.name,
                                             name(description.type),
                                             value.is_string() ? "this string" : "this value"),
                      .where = {.pointer = "/params/value"},
                      .expected = expectedBy(description)});
}

Value toJson(const engine::PropertyDescription& description)
{
    Value result = {{"name", description.name},
                    {"description", description.description},
                    {"type", name(description.type)},
                    {"settable", description.access == engine::Access::Settable}};
    if (!description.unit.empty())
        result["unit"] = description.unit;
    if (description.range.minimum)
        result["minimum"] = *description.range.minimum;
    if (description.range.maximum)
        result["maximum"] = *description.range.maximum;
    if (description.range.step)
        result["step"] = *description.range.step;
    if (description.type == PropertyType::Choice)
        result["choices"] = description.choices;
    if (description.type == PropertyType::Text || description.type == PropertyType::Bytes)
        result["maxBytes"] = description.maxBytes;
    return result;
}

Value toJson(const PropertySample& sample)
{
    return {{"property", sample.path.toString()},
            {"value", toJson(sample.value)},
            {"time", engine::toNanoseconds(sample.time)}};
}

Result<PropertyPath> parsePropertyPath(std::string_view text)
{
    const std::size_t dot = text.rfind('.');
    if (dot != std::string_view::npos && dot > 0 && dot + 1 < text.size())
        return PropertyPath{std::string(text.substr(0, dot)), std::string(text.substr(dot + 1))};
    return fail(Error{.code = ErrorCode::InvalidArgument,
                      .message = fmt::format("\"{}\" does not name a property", text),
                      .where = {},
                      .expected = "PART.PROPERTY, such as \"button1.pressed\"",
                      .advice = "list the properties by part.list"});
}

} // namespace perisphere::control
