// The instruction classes of each topic; a new class is a row there and its function.
#pragma once

#include "generator.hpp"

#include <span>

namespace perisphere::differential
{

[[nodiscard]] std::span<const InstructionClass> narrowClasses();
[[nodiscard]] std::span<const InstructionClass> wideClasses();
[[nodiscard]] std::span<const InstructionClass> multiplyClasses();
[[nodiscard]] std::span<const InstructionClass> mediaClasses();
[[nodiscard]] std::span<const InstructionClass> memoryClasses();
[[nodiscard]] std::span<const InstructionClass> floatingClasses();
[[nodiscard]] std::span<const InstructionClass> floatingMemoryClasses();
[[nodiscard]] std::span<const InstructionClass> branchClasses();
[[nodiscard]] std::span<const InstructionClass> specialClasses();

/// imm3:imm2, where shifts and bit fields have five bits.
[[nodiscard]] constexpr std::uint32_t splitFive(unsigned value)
{
    return (value >> 2 & 7U) << 12 | (value & 3U) << 6;
}

} // namespace perisphere::differential
