#include "instruction.hpp"

namespace perisphere::m4
{
namespace
{

using Kind = InstructionKind;

constexpr bool matches(std::uint32_t value, std::uint32_t mask, std::uint32_t pattern)
{
    return (value & mask) == pattern;
}

Kind classifyHint(unsigned hint)
{
    switch (hint) {
    case 2:
        return Kind::WaitForEvent;
    case 3:
        return Kind::WaitForInterrupt;
    case 4:
        return Kind::SendEvent;
    default:
        return Kind::Barrier; // NOP, YIELD, DBG and those that later cores know: nothing
    }
}

Kind classifyNarrow(std::uint16_t bits)
{
    if (matches(bits, 0xF800, 0x4800) || matches(bits, 0xF000, 0x5000) ||
        matches(bits, 0xE000, 0x6000) || matches(bits, 0xF000, 0x8000) ||
        matches(bits, 0xF000, 0x9000) || matches(bits, 0xF600, 0xB400) ||
        matches(bits, 0xF000, 0xC000))
        return Kind::Memory;
    if (matches(bits, 0xFFE8, 0xB660)) // CPS
        return Kind::ChangeState;
    if (matches(bits, 0xFFE0, 0xB640)) // SETEND
        return Kind::Undefined;
    if (matches(bits, 0xFF00, 0xDF00))
        return Kind::SupervisorCall;
    if (matches(bits, 0xFF00, 0xBE00))
        return Kind::Breakpoint;
    if (matches(bits, 0xFFC0, 0xBA80)) // HLT
        return Kind::Undefined;
    if (matches(bits, 0xFF0F, 0xBF00))
        return bits == 0xBF00 ? Kind::Plain : classifyHint((bits >> 4) & 0xFU);
    return Kind::Plain;
}

/// Coprocessors 10 and 11: load, store and two-register transfer.
Kind classifyFloatingTransfer(std::uint32_t bits)
{
    const bool isDouble = matches(bits, 0x100, 0x100);
    const bool usesHighDouble = isDouble && (bits >> 22 & 1U) != 0;
    if (matches(bits, 0xFFE00000, 0xEC400000)) { // VMOV of two core registers
        // d16 to d31 do not exist; their number has its high bit in M.
        return isDouble && (bits >> 5 & 1U) != 0 ? Kind::Undefined : Kind::FloatingPoint;
    }
    if (matches(bits, 0xFE000000, 0xEC000000) && !matches(bits, 0x01A00000, 0))
        return usesHighDouble ? Kind::Undefined : Kind::FloatingMemory;
    return Kind::Undefined;
}

/// Coprocessor 10, third opcode 1x11 with two operands at most.
Kind classifyFloatingExtension(std::uint32_t bits)
{
    const bool isOdd = matches(bits, 0x80, 0x80);
    switch (bits >> 16 & 0xFU) {
    case 0x1: // VNEG, VSQRT
        return isOdd ? Kind::FloatingArithmetic : Kind::FloatingPoint;
    case 0x4:
    case 0x5: // VCMP
        return Kind::FloatingArithmetic;
    case 0x6:
    case 0x7: // to and from double precision, VRINT
    case 0x9:
        return Kind::Undefined;
    case 0x3: // to half precision
    case 0xC:
    case 0xD: // to integers
    case 0xE:
    case 0xF: // to fixed point
        return Kind::FloatingConversion;
    default:
        return Kind::FloatingPoint;
    }
}

/// Coprocessor 10: arithmetic on single precision.
Kind classifyFloatingArithmetic(std::uint32_t bits)
{
    if (matches(bits, 0x100, 0x100))
        return Kind::Undefined; // double precision
    if (!matches(bits, 0x00B00000, 0x00B00000))
        return Kind::FloatingArithmetic;
    return matches(bits, 0x40, 0x40) ? classifyFloatingExtension(bits)
                                     : Kind::FloatingPoint; // VMOV of an immediate
}

/// Between one core register and the extension.
Kind classifyFloatingMove(std::uint32_t bits)
{
    const bool isScalar = matches(bits, 0x100, 0x100);
    if (isScalar) { // half of a double register, whole words only; not VDUP
        const bool isHighDouble = (bits & 0x80U) != 0;
        return matches(bits, 0x00C00060, 0) && !isHighDouble ? Kind::FloatingPoint
                                                             : Kind::Undefined;
    }
    if (matches(bits, 0x00E00000, 0))
        return Kind::FloatingPoint; // VMOV
    if (matches(bits, 0x00FF0000, 0x00E10000))
        return Kind::WriteFpscr;
    return matches(bits, 0x00FF0000, 0x00F10000) ? Kind::FloatingPoint : Kind::Undefined;
}

Kind classifyCoprocessor(std::uint32_t bits)
{
    // 1111 in the first nibble with coprocessors: the second set, and Advanced SIMD, which is none.
    const bool isSecondSet = (bits >> 28 & 1U) != 0;
    if (matches(bits, 0xEF000000, 0xEF000000))
        return Kind::Undefined; // Advanced SIMD data processing
    const unsigned coprocessor = bits >> 8 & 0xFU;
    if (coprocessor != 10 && coprocessor != 11)
        return Kind::NoCoprocessor;
    if (isSecondSet)
        return Kind::Undefined;
    if (matches(bits, 0xFE000000, 0xEC000000))
        return classifyFloatingTransfer(bits);
    return (bits & 0x10U) != 0 ? classifyFloatingMove(bits) : classifyFloatingArithmetic(bits);
}

/// LDRD, STRD, exclusives, table branches: 1110 1000 .1
Kind classifyDualOrExclusive(std::uint32_t bits)
{
    const bool isDual = (bits & 0x01200000) != 0; // P or W
    if (isDual)
        return Kind::Memory;
    if ((bits & 0x00800000) == 0)
        return Kind::Exclusive; // LDREX, STREX
    const bool isLoad = (bits & 0x00100000) != 0;
    switch (bits >> 4 & 0xFU) {
    case 0:
    case 1:
        return isLoad ? Kind::Memory : Kind::Undefined; // TBB, TBH
    case 4:
    case 5:
        return Kind::Exclusive;
    default:
        return Kind::Undefined; // LDREXD and those of ARMv8
    }
}

Kind classifyMultiple(std::uint32_t bits)
{
    const unsigned mode = bits >> 23 & 3U;
    return mode == 1 || mode == 2 ? Kind::Memory : Kind::Undefined; // else SRS, RFE
}

Kind classifySingle(std::uint32_t bits)
{
    const unsigned size = bits >> 21 & 3U;
    const bool isLoad = (bits & 0x00100000) != 0;
    const bool isSigned = (bits & 0x01000000) != 0;
    if (size == 3 || (isSigned && !isLoad) || (isSigned && size == 2))
        return Kind::Undefined; // among them Advanced SIMD element loads and stores
    const bool isHint = isLoad && (bits >> 12 & 0xFU) == 15 && size < 2;
    return isHint ? Kind::Barrier : Kind::Memory; // PLD and PLI: nothing to do
}

Kind classifyControl(std::uint32_t bits)
{
    if (matches(bits, 0xFFE0D000, 0xF3808000))
        return Kind::MoveToSpecial;
    if (matches(bits, 0xFFE0D000, 0xF3E08000))
        return Kind::MoveFromSpecial;
    if (matches(bits, 0xFFF0D000, 0xF3A08000))
        return (bits & 0x700U) == 0 ? classifyHint(bits & 0xFFU) : Kind::Undefined;
    if (matches(bits, 0xFFF0D000, 0xF3B08000)) {
        switch (bits >> 4 & 0xFU) {
        case 2:
            return Kind::ClearExclusive;
        case 4:
        case 5:
        case 6:
            return Kind::Barrier;
        default:
            return Kind::Undefined;
        }
    }
    if (matches(bits, 0xFFE0D000, 0xF3C08000) || matches(bits, 0xFFE0D000, 0xF7E08000) ||
        matches(bits, 0xFFE0D000, 0xF7E0A000))
        return Kind::Undefined; // BXJ, SUBS PC; HVC, SMC, UDF
    return Kind::Plain;
}

Kind classifyMultiplyOrDivide(std::uint32_t bits)
{
    const bool isDivide =
        matches(bits, 0xFFF000F0, 0xFB9000F0) || matches(bits, 0xFFF000F0, 0xFBB000F0);
    if (isDivide)
        return Kind::Divide;
    // CRC32 of later cores has opcode space in the two-operand row.
    return matches(bits, 0xFFE0F0C0, 0xFAC0F080) ? Kind::Undefined : Kind::Plain;
}

Kind classifyWide(std::uint32_t bits)
{
    if (matches(bits, 0xEC000000, 0xEC000000))
        return classifyCoprocessor(bits);
    if (matches(bits, 0xFE400000, 0xE8000000))
        return classifyMultiple(bits);
    if (matches(bits, 0xFE400000, 0xE8400000))
        return classifyDualOrExclusive(bits);
    if (matches(bits, 0xF800D000, 0xF000C000))
        return Kind::Undefined; // BLX immediate
    if (matches(bits, 0xF800D000, 0xF0008000) && matches(bits, 0x03800000, 0x03800000))
        return classifyControl(bits);
    if (matches(bits, 0xFE000000, 0xF8000000))
        return classifySingle(bits);
    if (matches(bits, 0xFE000000, 0xFA000000))
        return classifyMultiplyOrDivide(bits);
    return Kind::Plain;
}

} // namespace

InstructionKind classify(Instruction instruction)
{
    return instruction.isWide() ? classifyWide(instruction.bits())
                                : classifyNarrow(instruction.first);
}

} // namespace perisphere::m4
