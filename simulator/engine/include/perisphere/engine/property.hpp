// Properties: how clients see and act on a part without knowing it.
//
// A part declares each of its properties in one line, as a member:
//
//     class Thermometer {
//         PropertyTable m_properties;
//         NumberProperty m_air{m_properties, Access::Settable, "temperature",
//                              "of the air around the sensor", 21.5, "°C", {-40, 125, 0.01}};
//     };
//
// The part reads m_air.value() and writes m_air.set(22); clients go through the table, by name,
// with every value checked. Watchers are told of each change with its virtual time. Machine thread
// only.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/engine/property_value.hpp"
#include "perisphere/engine/scheduler.hpp"
#include "perisphere/engine/signal.hpp"

#include <concepts>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace perisphere::engine
{

class Property;
class PropertyTable;

struct PropertyChange {
    const PropertyTable& table;
    const Property& property;
    VirtualTime time;
};

/// Whether a value is one of that description, and which it becomes: an integer serves as a number
/// and a whole number as an integer. The error (InvalidArgument) says type or range, with the unit;
/// `owner` is who has what is described.
[[nodiscard]] Result<PropertyValue> checkValue(const PropertyDescription& description,
                                               std::string_view owner, const PropertyValue& value);

/// One property; the typed ones below derive from it. Belongs to its part and registers itself in
/// the part's table, which outlives it.
class Property
{
public:
    Property(const Property&) = delete;
    Property& operator=(const Property&) = delete;
    virtual ~Property();

    [[nodiscard]] const PropertyDescription& description() const { return m_description; }
    [[nodiscard]] const std::string& name() const { return m_description.name; }
    [[nodiscard]] const PropertyValue& value() const { return m_value; }

    /// checkValue() for this one.
    [[nodiscard]] Result<PropertyValue> check(const PropertyValue& value) const;

    /// For clients: check(), access, then the change. `PermissionDenied` for Observable ones.
    Result<void> setFromClient(const PropertyValue& value);

    /// Told after each change, whoever made it. Setting the value it has changes nothing.
    Subscription onChange(Signal<PropertyChange>::Function function)
    {
        return m_changed.subscribe(std::move(function));
    }

protected:
    Property(PropertyTable& table, PropertyDescription description, PropertyValue initial);
    void change(PropertyValue value);

private:
    PropertyTable& m_table;
    PropertyDescription m_description;
    PropertyValue m_value;
    Signal<PropertyChange> m_changed;
};

/// All properties of one owner, in the order of their declaration.
class PropertyTable
{
public:
    /// `owner` is what clients call it: "button1".
    PropertyTable(const Scheduler& scheduler, std::string owner)
        : m_scheduler(scheduler)
        , m_owner(std::move(owner))
    {
    }
    PropertyTable(const PropertyTable&) = delete;
    PropertyTable& operator=(const PropertyTable&) = delete;

    [[nodiscard]] const std::string& owner() const { return m_owner; }
    [[nodiscard]] const std::vector<Property*>& properties() const { return m_properties; }
    /// NotFound, with the nearest name.
    [[nodiscard]] Result<Property*> find(std::string_view name) const;
    [[nodiscard]] Result<PropertyValue> get(std::string_view name) const;
    Result<void> set(std::string_view name, const PropertyValue& value);

    /// Told after each change of any property, after the property's own watchers.
    Subscription onChange(Signal<PropertyChange>::Function function)
    {
        return m_changed.subscribe(std::move(function));
    }

private:
    friend class Property;
    const Scheduler& m_scheduler;
    std::string m_owner;
    std::vector<Property*> m_properties;
    Signal<PropertyChange> m_changed;
};

/// Something with properties: a part, a peripheral, the device itself.
class PropertyOwner
{
public:
    virtual ~PropertyOwner() = default;
    [[nodiscard]] virtual PropertyTable& properties() = 0;
};

// The typed ones. set() is the part's own: it is not checked, the part knows its limits.

class BoolProperty final : public Property
{
public:
    BoolProperty(PropertyTable& table, Access access, std::string name, std::string description,
                 bool initial = false);
    [[nodiscard]] bool value() const { return std::get<bool>(Property::value()); }
    void set(bool value) { change(value); }
};

class IntegerProperty final : public Property
{
public:
    IntegerProperty(PropertyTable& table, Access access, std::string name, std::string description,
                    std::int64_t initial = 0, std::string unit = {}, Range range = {});
    [[nodiscard]] std::int64_t value() const { return std::get<std::int64_t>(Property::value()); }
    void set(std::int64_t value) { change(value); }
};

class NumberProperty final : public Property
{
public:
    NumberProperty(PropertyTable& table, Access access, std::string name, std::string description,
                   double initial = 0, std::string unit = {}, Range range = {});
    [[nodiscard]] double value() const { return std::get<double>(Property::value()); }
    void set(double value) { change(value); }
};

class TextProperty final : public Property
{
public:
    TextProperty(PropertyTable& table, Access access, std::string name, std::string description,
                 std::string initial = {}, std::size_t maxBytes = 4096);
    [[nodiscard]] const std::string& value() const
    {
        return std::get<std::string>(Property::value());
    }
    void set(std::string value) { change(std::move(value)); }
};

class ChoiceProperty final : public Property
{
public:
    /// The first choice is the initial one.
    ChoiceProperty(PropertyTable& table, Access access, std::string name, std::string description,
                   std::vector<std::string> choices);
    [[nodiscard]] const std::string& value() const
    {
        return std::get<std::string>(Property::value());
    }
    /// The place of the value in the choices.
    [[nodiscard]] std::size_t index() const;
    void set(std::size_t index);
};

class ColourProperty final : public Property
{
public:
    ColourProperty(PropertyTable& table, Access access, std::string name, std::string description,
                   Colour initial = {});
    [[nodiscard]] Colour value() const { return std::get<Colour>(Property::value()); }
    void set(Colour value) { change(value); }
};

class BytesProperty final : public Property
{
public:
    BytesProperty(PropertyTable& table, Access access, std::string name, std::string description,
                  std::size_t maxBytes = 4096);
    [[nodiscard]] const ByteArray& value() const { return std::get<ByteArray>(Property::value()); }
    void set(ByteArray value) { change(std::move(value)); }
};

/// Always Observable.
class ImageProperty final : public Property
{
public:
    ImageProperty(PropertyTable& table, std::string name, std::string description, Image image);
    [[nodiscard]] const Image& value() const { return std::get<Image>(Property::value()); }
    /// The pixels have changed.
    void bump();
};

} // namespace perisphere::engine
