#include "instruction.hpp"

#include <bit>

namespace perisphere::m4
{
namespace
{

constexpr unsigned kRefill = 2; ///< of the pipeline, after a branch
constexpr unsigned kConditional = 2;
constexpr unsigned kDivide = 6;
constexpr unsigned kFloatDivide = 14;

unsigned narrowMemoryCycles(std::uint16_t bits)
{
    switch (bits >> 12) {
    case 0xB: { // PUSH, POP
        const auto registers = static_cast<unsigned>(std::popcount(bits & 0x1FFU));
        return 1 + registers + ((bits & 0x0900U) == 0x0900U ? kRefill : 0);
    }
    case 0xC: // STM, LDM
        return 1 + static_cast<unsigned>(std::popcount(bits & 0xFFU));
    default:
        return 2;
    }
}

unsigned narrowCycles(Instruction instruction)
{
    const std::uint16_t bits = instruction.first;
    if (classify(instruction) == InstructionKind::Memory)
        return narrowMemoryCycles(bits);
    if ((bits & 0xF000U) == 0xD000U) // B with a condition
        return kConditional;
    if ((bits & 0xF800U) == 0xE000U || (bits & 0xFF00U) == 0x4700U) // B, BX, BLX
        return 1 + kRefill;
    if ((bits & 0xF500U) == 0xB100U) // CBZ, CBNZ
        return kConditional;
    return 1;
}

unsigned wideMemoryCycles(std::uint32_t bits)
{
    if ((bits & 0xFE400000U) == 0xE8000000U) { // LDM, STM
        const bool branches = (bits & 0x00108000U) == 0x00108000U;
        return 1 + static_cast<unsigned>(std::popcount(bits & 0xFFFFU)) + (branches ? kRefill : 0);
    }
    if ((bits & 0xFE400000U) == 0xE8400000U)
        return 3; // two words; a table branch: load and refill
    const bool loadsPc = (bits & 0x0010F000U) == 0x0010F000U;
    return loadsPc ? 2 + kRefill : 2;
}

unsigned floatingCycles(std::uint32_t bits, InstructionKind kind)
{
    if (kind == InstructionKind::FloatingMemory) {
        const bool isMultiple = (bits & 0x01200000U) != 0x01000000U;
        const unsigned words = isMultiple ? bits & 0xFFU : (bits & 0x100U) != 0 ? 2 : 1;
        return 1 + (words <= 32 ? words : 32);
    }
    if ((bits & 0xFF000010U) != 0xEE000000U)
        return 1; // moves
    switch (bits >> 20 & 0xBU) {
    case 0x0: // VMLA, VMLS
    case 0x1: // VNMLA, VNMLS
    case 0x9: // VFNMA
    case 0xA: // VFMA
        return 3;
    case 0x8: // VDIV
        return kFloatDivide;
    case 0xB: // VSQRT has opcode 1 with both of the high bits of the third opcode
        return (bits & 0x000F00C0U) == 0x000100C0U ? kFloatDivide : 1;
    default:
        return 1;
    }
}

unsigned wideCycles(Instruction instruction)
{
    const std::uint32_t bits = instruction.bits();
    const InstructionKind kind = classify(instruction);
    switch (kind) {
    case InstructionKind::Memory:
    case InstructionKind::Exclusive:
        return wideMemoryCycles(bits);
    case InstructionKind::Divide:
        return kDivide;
    case InstructionKind::FloatingPoint:
    case InstructionKind::FloatingArithmetic:
    case InstructionKind::FloatingConversion:
    case InstructionKind::FloatingMemory:
        return floatingCycles(bits, kind);
    case InstructionKind::MoveToSpecial:
    case InstructionKind::MoveFromSpecial:
        return 2;
    default:
        break;
    }
    if ((bits & 0xF8008000U) != 0xF0008000U)
        return 1;
    // Branches: with a condition the third row, else BL and B.
    return (bits & 0x5000U) == 0 ? kConditional : 1 + kRefill;
}

} // namespace

unsigned cyclesOf(Instruction instruction)
{
    return instruction.isWide() ? wideCycles(instruction) : narrowCycles(instruction);
}

} // namespace perisphere::m4
