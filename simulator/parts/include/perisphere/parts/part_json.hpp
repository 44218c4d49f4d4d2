// Parts as JSON: configuration in, state out and in.
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/json/document.hpp"
#include "perisphere/parts/part_type.hpp"

namespace perisphere::parts
{

/// Checks the object at `pointer` in a document (or, where there is none, an empty one) against the
/// type's schema and completes it with the defaults. Findings have the place in the document; their
/// rules are those of json::Schema.
[[nodiscard]] Checked<Configuration>
checkConfiguration(const PartType& type, const json::Document& document, std::string_view pointer);

/// Only defaults.
[[nodiscard]] Configuration defaultConfiguration(const PartType& type);

/// The whole JSON Schema (draft 7) of a type's configuration object.
[[nodiscard]] json::Value configurationSchema(const PartType& type);

/// {"type": ..., "properties": {...}, "state": {...}}: the settable properties and what
/// Part::archiveState names. Byte arrays are hexadecimal texts.
[[nodiscard]] json::Value saveState(Part& part);

/// Brings a part of the same type and configuration into that state. Invalid, naming part and
/// field; then the part is as it was.
[[nodiscard]] Result<void> restoreState(Part& part, const json::Value& state);

[[nodiscard]] json::Value toJson(const engine::PropertyValue& value);
/// A value of the kind that the property has; InvalidArgument otherwise. Range is not checked.
[[nodiscard]] Result<engine::PropertyValue> fromJson(const engine::Property& property,
                                                     const json::Value& value);

} // namespace perisphere::parts
