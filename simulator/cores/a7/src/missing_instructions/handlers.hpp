// The functions of the table, by file.
#pragma once

#include "instruction.hpp"

namespace perisphere::a7
{

// vector_saturating.cpp
bool saturatingAdd64(InstructionState& state);
bool saturatingSubtract64(InstructionState& state);
bool saturatingRoundingShift(InstructionState& state);

// vector_narrowing.cpp
bool addHighNarrow(InstructionState& state);
bool subtractHighNarrow(InstructionState& state);

// vector_doubling.cpp
bool doublingMultiply(InstructionState& state);
bool doublingMultiplyAdd(InstructionState& state);
bool doublingMultiplySubtract(InstructionState& state);
bool doublingMultiplyAddScalar(InstructionState& state);
bool doublingMultiplySubtractScalar(InstructionState& state);

// unprivileged.cpp
bool loadStoreUnprivileged(InstructionState& state);
bool loadStoreHalfUnprivileged(InstructionState& state);

// long_multiplies.cpp
bool multiplyLong(InstructionState& state);
bool multiplyAccumulateAccumulate(InstructionState& state);
bool multiplyLongHalves(InstructionState& state);
bool multiplyLongDual(InstructionState& state);
bool multiplyLongT32(InstructionState& state);

// table.cpp
bool readStatus(InstructionState& state);
bool doNothing(InstructionState& state);

} // namespace perisphere::a7
