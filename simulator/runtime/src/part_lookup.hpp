// A part by its name on the board.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/parts/part.hpp"

#include <string_view>
#include <vector>

namespace perisphere::runtime
{

/// NotFound, with the nearest name. Machine thread only.
[[nodiscard]] Result<parts::Part*> findPart(const std::vector<parts::Part*>& parts,
                                            std::string_view name);

} // namespace perisphere::runtime
