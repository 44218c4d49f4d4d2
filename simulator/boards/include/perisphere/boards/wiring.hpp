// Whether a board's wires make sense electrically. A board with findings can be built: one may want
// to see what happens. Editors ask before they add a wire.
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/boards/board.hpp"

namespace perisphere::boards
{

/// Of a board without errors. What is joined through a resistor is not looked at.
///
/// Errors: "supplies-joined", two voltages on one net; "two-outputs", outputs or an output and a
/// supply on one net; "over-voltage", a pin of the chip on a supply above what it bears.
/// Warnings: "pin-taken", a pin of the chip that two parts claim; "pin-on-supply", a GPIO that
/// would be shorted as an output.
[[nodiscard]] Diagnostics checkWiring(const Board& board);

} // namespace perisphere::boards
