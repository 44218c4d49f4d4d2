#include "handlers.hpp"

#include "../system_coprocessor.hpp"

#include <array>

namespace perisphere::a7
{
namespace
{

using enum InstructionSet;

/// In the order of the sets and of the encodings.
constexpr std::array kMissing{
    // UNPREDICTABLE with RdLo = RdHi: the processor has a result all the same.
    MissingInstruction{"UMAAL", A32, 0x0FF000F0, 0x00400090, multiplyAccumulateAccumulate},
    MissingInstruction{"UMULL, UMLAL, SMULL, SMLAL", A32, 0x0F8000F0, 0x00800090, multiplyLong},
    MissingInstruction{"SMLALxy", A32, 0x0FF00090, 0x01400080, multiplyLongHalves},
    MissingInstruction{"SMLALD, SMLSLD", A32, 0x0FF00090, 0x07400010, multiplyLongDual},

    MissingInstruction{"STRHT (register)", A32, 0x0F700FF0, 0x002000B0, loadStoreHalfUnprivileged},
    MissingInstruction{"LDRHT (register)", A32, 0x0F700FF0, 0x003000B0, loadStoreHalfUnprivileged},
    MissingInstruction{"LDRSBT (register)", A32, 0x0F700FF0, 0x003000D0, loadStoreHalfUnprivileged},
    MissingInstruction{"LDRSHT (register)", A32, 0x0F700FF0, 0x003000F0, loadStoreHalfUnprivileged},
    MissingInstruction{"STRHT", A32, 0x0F7000F0, 0x006000B0, loadStoreHalfUnprivileged},
    MissingInstruction{"LDRHT", A32, 0x0F7000F0, 0x007000B0, loadStoreHalfUnprivileged},
    MissingInstruction{"LDRSBT", A32, 0x0F7000F0, 0x007000D0, loadStoreHalfUnprivileged},
    MissingInstruction{"LDRSHT", A32, 0x0F7000F0, 0x007000F0, loadStoreHalfUnprivileged},
    MissingInstruction{"STRT, LDRT, STRBT, LDRBT", A32, 0x0F200000, 0x04200000,
                       loadStoreUnprivileged},
    MissingInstruction{"STRT, LDRT, STRBT, LDRBT (register)", A32, 0x0F200010, 0x06200000,
                       loadStoreUnprivileged},

    // Nothing happens in User mode.
    MissingInstruction{"CPS", A32, 0xFFF1FE20, 0xF1000000, doNothing},
    MissingInstruction{"CPS", T32, 0xFFFFFFE8, 0x0000B660, doNothing},
    MissingInstruction{"CPS, DBG and hints to come", T32, 0xFFFFF800, 0xF3AF8000, doNothing},

    MissingInstruction{"MRS of CPSR", T32, 0xFFFFF0FF, 0xF3EF8000, readStatus},
    MissingInstruction{"long multiplies", T32, 0xFF800000, 0xFB800000, multiplyLongT32},

    MissingInstruction{"VQADD.64", Vector, 0xFEB00F10, 0xF2300010, saturatingAdd64},
    MissingInstruction{"VQSUB.64", Vector, 0xFEB00F10, 0xF2300210, saturatingSubtract64},
    MissingInstruction{"VQRSHL", Vector, 0xFE800F10, 0xF2000510, saturatingRoundingShift},
    MissingInstruction{"VADDHN, VRADDHN", Vector, 0xFE800F50, 0xF2800400, addHighNarrow},
    MissingInstruction{"VSUBHN, VRSUBHN", Vector, 0xFE800F50, 0xF2800600, subtractHighNarrow},
    MissingInstruction{"VQDMLAL", Vector, 0xFF800F50, 0xF2800900, doublingMultiplyAdd},
    MissingInstruction{"VQDMLSL", Vector, 0xFF800F50, 0xF2800B00, doublingMultiplySubtract},
    MissingInstruction{"VQDMULL", Vector, 0xFF800F50, 0xF2800D00, doublingMultiply},
    MissingInstruction{"VQDMLAL (scalar)", Vector, 0xFF800F50, 0xF2800340,
                       doublingMultiplyAddScalar},
    MissingInstruction{"VQDMLSL (scalar)", Vector, 0xFF800F50, 0xF2800740,
                       doublingMultiplySubtractScalar},
};

/// MRS of CPSR: the recompiler's has the bits of the execution state in it.
bool isReadOfStatus(std::uint32_t word)
{
    return (word & 0xFFFFF0FFU) == 0xF3EF8000U;
}

constexpr std::uint32_t kAlways = 0xF0000000; ///< A32's condition field of what has none

} // namespace

bool isHiddenInstruction(std::uint32_t word, bool isThumb)
{
    return isUndefinedCoprocessorAccess(word, isThumb) || (isThumb && isReadOfStatus(word));
}

const MissingInstruction* findMissingInstruction(std::uint32_t& word, bool isThumb)
{
    std::uint32_t vector = word;
    if (isThumb) // 111U1111 there, 1111001U in A32
        vector = (word & 0xEF000000U) == 0xEF000000U
                     ? 0xF2000000U | (word >> 4 & 0x01000000U) | (word & 0x00FFFFFFU)
                     : 0;
    const InstructionSet scalar = isThumb ? T32 : A32;
    for (const MissingInstruction& row : kMissing) {
        const std::uint32_t compared = row.set == Vector ? vector : word;
        if ((row.set != Vector && row.set != scalar) || (compared & row.mask) != row.value)
            continue;
        if (row.set == A32 && (word & kAlways) == kAlways && (row.value & kAlways) != kAlways)
            continue;
        word = compared;
        return &row;
    }
    return nullptr;
}

/// Without T and the rest of the execution state but E.
bool readStatus(InstructionState& state)
{
    state.r[state.field(8, 4)] = state.cpsr & ~0x0700FC20U;
    return true;
}

bool doNothing(InstructionState&)
{
    return true;
}

} // namespace perisphere::a7
