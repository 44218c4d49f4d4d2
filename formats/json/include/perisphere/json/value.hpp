// The JSON value that this project passes around.
#pragma once

#include <nlohmann/json.hpp>

// What the library's class and its printer consist of is compiled once, in value.cpp: it is much,
// and most sources use it.
extern template class nlohmann::basic_json<nlohmann::ordered_map>;
extern template class nlohmann::detail::serializer<nlohmann::ordered_json>;

namespace perisphere::json
{

/// Members keep the order of the text.
using Value = nlohmann::ordered_json;

} // namespace perisphere::json
