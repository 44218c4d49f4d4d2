// A board as clients see it.
#pragma once

#include "perisphere/boards/board.hpp"
#include "perisphere/json/value.hpp"

namespace perisphere::runtime
{

[[nodiscard]] json::Value toJson(const boards::Board& board);

} // namespace perisphere::runtime
