// The one text that a JSON value has: no spaces, members in the bytewise order of their keys.
#pragma once

#include "perisphere/json/value.hpp"

#include <string>

namespace perisphere::feed
{

[[nodiscard]] std::string canonical(const json::Value& value);

} // namespace perisphere::feed
