#include "perisphere/engine/property.hpp"

#include "perisphere/base/suggest.hpp"
#include "perisphere/engine/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace perisphere::engine
{
namespace
{

/// "21.5 °C"; a bare number without a unit.
std::string withUnit(double value, const std::string& unit)
{
    return unit.empty() ? fmt::format("{}", value) : fmt::format("{} {}", value, unit);
}

std::string printed(const Range& range, const std::string& unit)
{
    if (range.minimum && range.maximum)
        return fmt::format("{} to {}", withUnit(*range.minimum, unit),
                           withUnit(*range.maximum, unit));
    if (range.minimum)
        return fmt::format("{} or more", withUnit(*range.minimum, unit));
    return fmt::format("{} or less", withUnit(range.maximum.value_or(0), unit));
}

std::vector<std::string_view> views(const std::vector<std::string>& texts)
{
    return {texts.begin(), texts.end()};
}

/// The integer that `number` is, if it is one that both types can hold.
std::optional<std::int64_t> asInteger(double number)
{
    constexpr double kExact = 0x1p53;
    if (!(std::abs(number) <= kExact) || number != std::trunc(number))
        return std::nullopt;
    return static_cast<std::int64_t>(number);
}

bool isOfType(PropertyType type, const PropertyValue& value)
{
    switch (type) {
    case PropertyType::Bool:
        return std::holds_alternative<bool>(value);
    case PropertyType::Integer:
        return std::holds_alternative<std::int64_t>(value);
    case PropertyType::Number:
        return std::holds_alternative<double>(value);
    case PropertyType::Text:
    case PropertyType::Choice:
        return std::holds_alternative<std::string>(value);
    case PropertyType::Colour:
        return std::holds_alternative<Colour>(value);
    case PropertyType::Image:
        return std::holds_alternative<Image>(value);
    case PropertyType::Bytes:
        break;
    }
    return std::holds_alternative<ByteArray>(value);
}

/// One description, held against values.
class Checker
{
public:
    Checker(const PropertyDescription& description, std::string_view owner)
        : m_description(description)
        , m_owner(owner)
    {
    }

    [[nodiscard]] Result<PropertyValue> check(const PropertyValue& value) const
    {
        if (m_description.type == PropertyType::Integer)
            return checkInteger(value);
        if (m_description.type == PropertyType::Number)
            return checkNumber(value);
        if (!isOfType(m_description.type, value))
            return fail(wrongType());
        if (m_description.type == PropertyType::Choice)
            return checkChoice(std::get<std::string>(value));
        if (const auto* text = std::get_if<std::string>(&value))
            return checkSize(text->size(), value);
        if (const auto* bytes = std::get_if<ByteArray>(&value))
            return checkSize(bytes->size(), value);
        return value;
    }

private:
    [[nodiscard]] Error wrong(std::string_view what, std::string expected) const
    {
        return {.code = ErrorCode::InvalidArgument,
                .message =
                    fmt::format("\"{}\" of \"{}\" cannot be {}", m_description.name, m_owner, what),
                .expected = std::move(expected)};
    }

    [[nodiscard]] Error wrongType() const
    {
        return wrong("set to this kind of value",
                     fmt::format("a value of type {}", engine::name(m_description.type)));
    }

    [[nodiscard]] Result<PropertyValue> checkRange(double value, PropertyValue result) const
    {
        const Range& range = m_description.range;
        const bool within = !(range.minimum && value < *range.minimum) &&
                            !(range.maximum && value > *range.maximum);
        if (within)
            return result;
        return fail(wrong(withUnit(value, m_description.unit), printed(range, m_description.unit)));
    }

    [[nodiscard]] Result<PropertyValue> checkInteger(const PropertyValue& value) const
    {
        if (const auto* integer = std::get_if<std::int64_t>(&value))
            return checkRange(static_cast<double>(*integer), value);
        if (const auto* number = std::get_if<double>(&value))
            if (const auto whole = asInteger(*number))
                return checkRange(*number, *whole);
        return fail(wrongType());
    }

    [[nodiscard]] Result<PropertyValue> checkNumber(const PropertyValue& value) const
    {
        if (const auto* integer = std::get_if<std::int64_t>(&value))
            return checkRange(static_cast<double>(*integer), static_cast<double>(*integer));
        if (const auto* number = std::get_if<double>(&value); number && std::isfinite(*number))
            return checkRange(*number, value);
        return fail(wrongType());
    }

    [[nodiscard]] Result<PropertyValue> checkChoice(const std::string& text) const
    {
        const auto& choices = m_description.choices;
        if (std::find(choices.begin(), choices.end(), text) != choices.end())
            return text;
        Error error =
            wrong(fmt::format("\"{}\"", text), fmt::format("\"{}\"", fmt::join(choices, "\", \"")));
        error.advice = suggestion(text, views(choices));
        return fail(std::move(error));
    }

    [[nodiscard]] Result<PropertyValue> checkSize(std::size_t bytes,
                                                  const PropertyValue& value) const
    {
        if (bytes <= m_description.maxBytes)
            return value;
        return fail(wrong(fmt::format("{} bytes long", bytes),
                          fmt::format("at most {} bytes", m_description.maxBytes)));
    }

    const PropertyDescription& m_description;
    std::string_view m_owner;
};

} // namespace

Result<PropertyValue> checkValue(const PropertyDescription& description, std::string_view owner,
                                 const PropertyValue& value)
{
    return Checker(description, owner).check(value);
}

Property::Property(PropertyTable& table, PropertyDescription description, PropertyValue initial)
    : m_table(table)
    , m_description(std::move(description))
    , m_value(std::move(initial))
{
    require(!m_description.name.empty(), "a property is named");
    require(!table.find(m_description.name), "the properties of an owner have different names");
    table.m_properties.push_back(this);
}

Property::~Property()
{
    std::erase(m_table.m_properties, this);
}

void Property::change(PropertyValue value)
{
    if (value == m_value)
        return;
    m_value = std::move(value);
    const PropertyChange news{
        .table = m_table, .property = *this, .time = m_table.m_scheduler.now()};
    m_changed.tell(news);
    m_table.m_changed.tell(news);
}

Result<PropertyValue> Property::check(const PropertyValue& value) const
{
    return checkValue(m_description, m_table.owner(), value);
}

Result<void> Property::setFromClient(const PropertyValue& value)
{
    if (m_description.access != Access::Settable)
        return fail(Error{.code = ErrorCode::PermissionDenied,
                          .message = fmt::format("\"{}\" of \"{}\" can be watched but not set",
                                                 name(), m_table.owner())});
    auto checked = check(value);
    if (!checked)
        return fail(std::move(checked.error()));
    change(std::move(*checked));
    return {};
}

Result<Property*> PropertyTable::find(std::string_view name) const
{
    std::vector<std::string_view> names;
    for (Property* property : m_properties) {
        if (property->name() == name)
            return property;
        names.emplace_back(property->name());
    }
    return fail(Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("\"{}\" has no property \"{}\"", m_owner, name),
                      .expected = names.empty() ? "" : fmt::format("{}", fmt::join(names, ", ")),
                      .advice = suggestion(name, names)});
}

Result<PropertyValue> PropertyTable::get(std::string_view name) const
{
    const auto property = find(name);
    if (!property)
        return fail(property.error());
    return (*property)->value();
}

Result<void> PropertyTable::set(std::string_view name, const PropertyValue& value)
{
    const auto property = find(name);
    if (!property)
        return fail(property.error());
    return (*property)->setFromClient(value);
}

} // namespace perisphere::engine
