// Faults of what is around the board.
#pragma once

#include "faults/fault.hpp"
#include "perisphere/world/surroundings.hpp"

namespace perisphere::runtime
{

class WorldDisturbed final : public Fault
{
public:
    WorldDisturbed(FaultBoard& board, world::Interference interference)
        : m_disturbance(board.board.surroundings(), std::move(interference))
    {
    }

private:
    world::Disturbance m_disturbance;
};

} // namespace perisphere::runtime
