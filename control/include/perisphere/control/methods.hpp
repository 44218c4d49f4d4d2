// Which methods the library implements; a test holds it against the document.
#pragma once

#include <string_view>
#include <vector>

namespace perisphere::control
{

/// In the order of the table.
[[nodiscard]] std::vector<std::string_view> implementedMethods();

} // namespace perisphere::control
