// The manifest's schema, compiled once, and what its own annotations add to the findings.
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/json/document.hpp"
#include "perisphere/json/schema.hpp"

#include <string_view>

namespace perisphere::manifest
{

[[nodiscard]] const json::Schema& schema();

/// The subschema for the value at a pointer; nullptr where the schema says nothing about it.
[[nodiscard]] const json::Value* subschemaAt(std::string_view pointer);

/// What the schema finds, under the subschema's "x-rule" where it has one. Values of a wrong type
/// and missing members keep the general rules schema-type and schema-required.
[[nodiscard]] Diagnostics checkStructure(const json::Document& document);

} // namespace perisphere::manifest
