#include "perisphere/engine/property.hpp"
#include "perisphere/engine/require.hpp"

#include <algorithm>

namespace perisphere::engine
{
namespace
{

PropertyDescription describe(PropertyType type, Access access, std::string name,
                             std::string description)
{
    return {.name = std::move(name),
            .description = std::move(description),
            .type = type,
            .access = access};
}

PropertyDescription describe(PropertyType type, Access access, std::string name,
                             std::string description, std::string unit, Range range)
{
    auto made = describe(type, access, std::move(name), std::move(description));
    made.unit = std::move(unit);
    made.range = range;
    return made;
}

PropertyDescription describe(PropertyType type, Access access, std::string name,
                             std::string description, std::size_t maxBytes)
{
    auto made = describe(type, access, std::move(name), std::move(description));
    made.maxBytes = maxBytes;
    return made;
}

PropertyDescription describe(Access access, std::string name, std::string description,
                             const std::vector<std::string>& choices)
{
    require(!choices.empty(), "a choice has something to choose from");
    auto made = describe(PropertyType::Choice, access, std::move(name), std::move(description));
    made.choices = choices;
    return made;
}

} // namespace

BoolProperty::BoolProperty(PropertyTable& table, Access access, std::string name,
                           std::string description, bool initial)
    : Property(table, describe(PropertyType::Bool, access, std::move(name), std::move(description)),
               initial)
{
}

IntegerProperty::IntegerProperty(PropertyTable& table, Access access, std::string name,
                                 std::string description, std::int64_t initial, std::string unit,
                                 Range range)
    : Property(table,
               describe(PropertyType::Integer, access, std::move(name), std::move(description),
                        std::move(unit), range),
               initial)
{
}

NumberProperty::NumberProperty(PropertyTable& table, Access access, std::string name,
                               std::string description, double initial, std::string unit,
                               Range range)
    : Property(table,
               describe(PropertyType::Number, access, std::move(name), std::move(description),
                        std::move(unit), range),
               initial)
{
}

TextProperty::TextProperty(PropertyTable& table, Access access, std::string name,
                           std::string description, std::string initial, std::size_t maxBytes)
    : Property(
          table,
          describe(PropertyType::Text, access, std::move(name), std::move(description), maxBytes),
          std::move(initial))
{
}

ChoiceProperty::ChoiceProperty(PropertyTable& table, Access access, std::string name,
                               std::string description, std::vector<std::string> choices)
    : Property(table, describe(access, std::move(name), std::move(description), choices),
               choices.empty() ? std::string() : choices.front())
{
}

std::size_t ChoiceProperty::index() const
{
    const auto& choices = description().choices;
    return static_cast<std::size_t>(std::find(choices.begin(), choices.end(), value()) -
                                    choices.begin());
}

void ChoiceProperty::set(std::size_t index)
{
    require(index < description().choices.size(), "a choice is one of its choices");
    change(description().choices[index]);
}

ColourProperty::ColourProperty(PropertyTable& table, Access access, std::string name,
                               std::string description, Colour initial)
    : Property(table,
               describe(PropertyType::Colour, access, std::move(name), std::move(description)),
               initial)
{
}

BytesProperty::BytesProperty(PropertyTable& table, Access access, std::string name,
                             std::string description, std::size_t maxBytes)
    : Property(
          table,
          describe(PropertyType::Bytes, access, std::move(name), std::move(description), maxBytes),
          ByteArray())
{
}

ImageProperty::ImageProperty(PropertyTable& table, std::string name, std::string description,
                             Image image)
    : Property(table,
               describe(PropertyType::Image, Access::Observable, std::move(name),
                        std::move(description)),
               image)
{
}

void ImageProperty::bump()
{
    Image next = value();
    ++next.revision;
    change(next);
}

} // namespace perisphere::engine
