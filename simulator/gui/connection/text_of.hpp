// Texts of what a device says.
#pragma once

#include "perisphere/json/value.hpp"

#include <QString>

#include <string>

namespace perisphere::studio
{

/// @throws json::Value::exception unless it is a string
[[nodiscard]] inline QString textOf(const json::Value& value)
{
    return QString::fromStdString(value.get<std::string>());
}

/// @throws json::Value::exception unless the object has a string of that name
[[nodiscard]] inline QString textOf(const json::Value& object, const char* key)
{
    return textOf(object.at(key));
}

/// Empty where there is none.
[[nodiscard]] inline QString optionalTextOf(const json::Value& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? textOf(*found) : QString();
}

} // namespace perisphere::studio
