// Instructions of the Cortex-A7 that the recompiler does not have, one by one on a thread's
// registers.
//
// The table is table.cpp: a new instruction is a row there and a function in one of the files here.
#pragma once

#include "perisphere/a7/guest_memory.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace perisphere::a7
{

/// What an instruction works on.
struct InstructionState {
    std::uint32_t word = 0; ///< its encoding; a halfword of T32 in the low half
    std::array<std::uint32_t, 16>& r;
    std::array<std::uint32_t, 64>& single; ///< d0 to d31 as words
    GuestMemory& memory;
    std::uint32_t cpsr = 0;
    bool isSaturated = false; ///< FPSCR.QC is to be set

    /// An access that the memory does not allow: nothing else has happened.
    struct BadAccess {
        std::uint32_t address = 0;
        bool isWrite = false;
    };
    std::optional<BadAccess> badAccess;

    [[nodiscard]] unsigned field(unsigned lowest, unsigned bits) const
    {
        return word >> lowest & ((1U << bits) - 1);
    }
    [[nodiscard]] bool bit(unsigned number) const { return (word >> number & 1U) != 0; }
};

enum class InstructionSet : std::uint8_t {
    A32,
    T32,
    Vector, ///< both: Advanced SIMD data processing, in the encoding of A32
};

struct MissingInstruction {
    std::string_view name;
    InstructionSet set;
    std::uint32_t mask;
    std::uint32_t value;
    /// @return false where these operands make it undefined
    bool (*execute)(InstructionState&);
};

/// Whether the recompiler would do something else with it than the processor: it is not to see it.
/// @param word as for findMissingInstruction
[[nodiscard]] bool isHiddenInstruction(std::uint32_t word, bool isThumb);

/// nullptr where there is none, and that word is undefined. @param word as A32 has it, or both
/// halfwords of T32, the first one in the high half; of a vector instruction it becomes A32's.
[[nodiscard]] const MissingInstruction* findMissingInstruction(std::uint32_t& word, bool isThumb);

} // namespace perisphere::a7
