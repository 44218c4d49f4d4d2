// Property values and paths as the control API writes them.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/control/parts_target.hpp"
#include "perisphere/json/document.hpp"

#include <string_view>

namespace perisphere::control
{

/// true, 12, 0.5, "text", "#ff8000" (colour), base64 (bytes), {width, height, format, revision}.
[[nodiscard]] json::Value toJson(const engine::PropertyValue& value);

/// The value that `value` stands for in a property of this description. InvalidArgument says what
/// the property takes; ranges are the property's to check.
[[nodiscard]] Result<engine::PropertyValue> fromJson(const engine::PropertyDescription& description,
                                                     const json::Value& value);

[[nodiscard]] json::Value toJson(const engine::PropertyDescription& description);
[[nodiscard]] json::Value toJson(const PropertySample& sample);

/// "button1.pressed" at its last dot. InvalidArgument when there is none.
[[nodiscard]] Result<PropertyPath> parsePropertyPath(std::string_view text);

} // namespace perisphere::control
