// What a schema wants at a place, in words.
#pragma once

#include "perisphere/json/document.hpp"

#include <string>
#include <string_view>

namespace perisphere::json
{

/// The subschema that applies to the value at `pointer`, through properties, items and local $refs;
/// nullptr when the schema says nothing about it.
[[nodiscard]] const Value* subschemaAt(const Value& schema, std::string_view pointer);

/// "an integer from 1 to 65535", "one of \"a\", \"b\"", or the subschema's own "x-expected".
[[nodiscard]] std::string expectation(const Value& subschema);

/// "a string", "a list", "an object" ... for a value found in a document.
[[nodiscard]] std::string_view kindOf(const Value& value);

} // namespace perisphere::json
