// What the control API asks of the board.
#pragma once

#include "perisphere/boards/board.hpp"

namespace perisphere::control
{

class BoardTarget
{
public:
    virtual ~BoardTarget() = default;

    [[nodiscard]] virtual const boards::Board& boardDescription() const = 0;
};

} // namespace perisphere::control
