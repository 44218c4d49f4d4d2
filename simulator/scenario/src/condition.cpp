#include "perisphere/scenario/condition.hpp"

#include "perisphere/control/property_json.hpp"
#include "perisphere/json/document.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

namespace perisphere::scenario
{
namespace
{

struct Operator {
    std::string_view sign;
    Comparison comparison;
};

/// Longer ones first: "<=" begins like "<".
constexpr std::array kOperators = {
    Operator{"==", Comparison::Equal},       Operator{"!=", Comparison::NotEqual},
    Operator{"<=", Comparison::LessOrEqual}, Operator{">=", Comparison::GreaterOrEqual},
    Operator{"<", Comparison::Less},         Operator{">", Comparison::Greater},
};

std::string_view signOf(Comparison comparison)
{
    const auto* const found =
        std::find_if(kOperators.begin(), kOperators.end(),
                     [&](const Operator& one) { return one.comparison == comparison; });
    return found->sign;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

Literal literalOf(std::string_view text)
{
    const bool isQuoted = text.size() >= 2 && text.front() == text.back() &&
                          (text.front() == '"' || text.front() == '\'');
    return {.text = std::string(isQuoted ? text.substr(1, text.size() - 2) : text),
            .isQuoted = isQuoted};
}

bool isText(engine::PropertyType type)
{
    return type == engine::PropertyType::Text || type == engine::PropertyType::Choice ||
           type == engine::PropertyType::Colour || type == engine::PropertyType::Bytes;
}

bool isNumeric(engine::PropertyType type)
{
    return type == engine::PropertyType::Integer || type == engine::PropertyType::Number;
}

template <class T>
std::optional<T> numberIn(std::string_view text)
{
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

json::Value jsonOf(const Literal& literal, engine::PropertyType type)
{
    if (literal.isQuoted || isText(type))
        return literal.text;
    if (literal.text == "true" || literal.text == "false")
        return literal.text == "true";
    if (const auto integer = numberIn<std::int64_t>(literal.text))
        return *integer;
    if (const auto number = numberIn<double>(literal.text); number && std::isfinite(*number))
        return *number;
    return literal.text;
}

double asNumber(const engine::PropertyValue& value)
{
    if (const auto* integer = std::get_if<std::int64_t>(&value))
        return static_cast<double>(*integer);
    return std::get<double>(value);
}

bool compare(double left, Comparison comparison, double right)
{
    switch (comparison) {
    case Comparison::Equal:
        return left == right;
    case Comparison::NotEqual:
        return left != right;
    case Comparison::Less:
        return left < right;
    case Comparison::LessOrEqual:
        return left <= right;
    case Comparison::Greater:
        return left > right;
    case Comparison::GreaterOrEqual:
        break;
    }
    return left >= right;
}

Result<PropertyPredicate> bindOne(const Comparand& comparand,
                                  const engine::PropertyDescription& description)
{
    const bool isOrder =
        comparand.comparison != Comparison::Equal && comparand.comparison != Comparison::NotEqual;
    if (description.type == engine::PropertyType::Image)
        return fail(
            Error{.code = ErrorCode::InvalidArgument,
                  .message = fmt::format("\"{}\" is an image, which has no value to compare",
                                         description.name),
                  .expected = "\"shows\" with a PBM file"});
    if (isOrder && !isNumeric(description.type))
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = fmt::format("\"{}\" is a {} and cannot be compared by {}",
                                                 description.name, name(description.type),
                                                 signOf(comparand.comparison)),
                          .expected = "== or !="});
    const auto value = valueOf(comparand.value, description);
    if (!value)
        return fail(value.error());
    if (isNumeric(description.type))
        return PropertyPredicate([comparison = comparand.comparison,
                                  right = asNumber(*value)](const engine::PropertyValue& left) {
            return compare(asNumber(left), comparison, right);
        });
    return PropertyPredicate(
        [isEqual = comparand.comparison == Comparison::Equal,
         right = *value](const engine::PropertyValue& left) { return (left == right) == isEqual; });
}

} // namespace

std::string Condition::toString() const
{
    std::string text = path.toString();
    if (comparands.size() == 2)
        return fmt::format("{} between {} and {}", text, comparands[0].value.text,
                           comparands[1].value.text);
    for (const Comparand& one : comparands)
        text += fmt::format(" {0} {2}{1}{2}", signOf(one.comparison), one.value.text,
                            one.value.isQuoted ? "\"" : "");
    return text;
}

Result<Condition> parseCondition(std::string_view text)
{
    const std::size_t at = text.find_first_of("=!<>");
    const auto bad = [&](std::string_view why) {
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = fmt::format("\"{}\" {}", text.substr(0, 80), why),
                          .expected = "PART.PROPERTY OPERATOR VALUE with ==, !=, <, <=, > or >=, "
                                      "such as D1.redLit == true"});
    };
    if (at == std::string_view::npos)
        return bad("compares nothing");
    const auto* const found =
        std::find_if(kOperators.begin(), kOperators.end(),
                     [&](const Operator& one) { return text.substr(at).starts_with(one.sign); });
    if (found == kOperators.end())
        return bad(text[at] == '=' ? "has \"=\" where \"==\" compares" : "has no operator");
    auto path = control::parsePropertyPath(trimmed(text.substr(0, at)));
    const std::string_view value = trimmed(text.substr(at + found->sign.size()));
    if (!path)
        return bad("names no property");
    if (value.empty())
        return bad("has no value");
    return Condition{.path = std::move(*path),
                     .comparands = {{.comparison = found->comparison, .value = literalOf(value)}}};
}

Result<engine::PropertyValue> valueOf(const Literal& literal,
                                      const engine::PropertyDescription& description)
{
    auto value = control::fromJson(description, jsonOf(literal, description.type));
    if (!value)
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = fmt::format("\"{}\" is no value of \"{}\", a {}",
                                                 literal.text.substr(0, 80), description.name,
                                                 name(description.type)),
                          .expected = value.error().expected});
    if (description.type == engine::PropertyType::Choice) {
        const auto& choices = description.choices;
        if (std::find(choices.begin(), choices.end(), literal.text) == choices.end())
            return fail(Error{.code = ErrorCode::InvalidArgument,
                              .message = fmt::format("\"{}\" is none of the choices of \"{}\"",
                                                     literal.text.substr(0, 80), description.name),
                              .expected = fmt::format("{}", fmt::join(choices, ", "))});
    }
    if (description.type == engine::PropertyType::Integer && std::holds_alternative<double>(*value))
        return fail(Error{
            .code = ErrorCode::InvalidArgument,
            .message = fmt::format("\"{}\" is not a whole number", literal.text.substr(0, 80))});
    return value;
}

Result<PropertyPredicate> bind(const Condition& condition,
                               const engine::PropertyDescription& description)
{
    std::vector<PropertyPredicate> all;
    for (const Comparand& one : condition.comparands) {
        auto predicate = bindOne(one, description);
        if (!predicate)
            return predicate;
        all.push_back(std::move(*predicate));
    }
    return PropertyPredicate([all = std::move(all)](const engine::PropertyValue& value) {
        return std::all_of(all.begin(), all.end(),
                           [&](const PropertyPredicate& one) { return one(value); });
    });
}

std::string shownValue(const engine::PropertyValue& value)
{
    if (const auto* text = std::get_if<std::string>(&value))
        return "\"" + *text + "\"";
    if (const auto* image = std::get_if<engine::Image>(&value))
        return fmt::format("a picture of {} x {}", image->width, image->height);
    return control::toJson(value).dump(-1, ' ', false, json::Value::error_handler_t::replace);
}

} // namespace perisphere::scenario
