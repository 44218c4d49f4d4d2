// What is to be right about a board as a whole.
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/boards/board.hpp"

namespace perisphere::boards
{

/// Names that stand twice, wires that lead nowhere, what a board needs and this one lacks.
void checkBoard(const Board& board, Diagnostics& diagnostics);

} // namespace perisphere::boards
