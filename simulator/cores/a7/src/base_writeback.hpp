// Base registers where a load or store faults.
#pragma once

#include <array>
#include <cstdint>

namespace perisphere::a7
{

/// The recompiler writes the base back before the access in A32 and for VLDM and VSTM in both sets,
/// the processor only after it: takes that back. @param word the instruction, as MissingInstruction
/// has them @param cpsr CPSR
void undoWriteback(std::array<std::uint32_t, 16>& r, std::uint32_t word, bool isThumb,
                   std::uint32_t cpsr);

} // namespace perisphere::a7
