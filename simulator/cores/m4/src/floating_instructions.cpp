// Floating-point instructions that the recompiler has not quite the flags of.
#include "core_impl.hpp"

namespace perisphere::m4
{
namespace
{

/// The fields of an instruction, as register numbers.
struct Operands {
    std::uint32_t destination;
    std::uint32_t first;
    std::uint32_t second;

    explicit Operands(std::uint32_t bits)
        : destination((bits >> 12 & 0xFU) << 1 | (bits >> 22 & 1U))
        , first((bits >> 16 & 0xFU) << 1 | (bits >> 7 & 1U))
        , second((bits & 0xFU) << 1 | (bits >> 5 & 1U))
    {
    }
};

std::uint32_t negatedIf(bool negates, std::uint32_t value)
{
    return negates ? FloatingArithmetic::negated(value) : value;
}

std::uint32_t threeOperands(FloatingArithmetic& arithmetic, std::uint32_t bits, std::uint32_t d,
                            std::uint32_t n, std::uint32_t m)
{
    const bool isVariant = (bits >> 6 & 1U) != 0;
    switch (bits >> 20 & 0xBU) {
    case 0x0: // VMLA, VMLS
        return arithmetic.add(d, negatedIf(isVariant, arithmetic.multiply(n, m)));
    case 0x1: // VNMLS, VNMLA
        return arithmetic.add(negatedIf(true, d), negatedIf(isVariant, arithmetic.multiply(n, m)));
    case 0x2: // VMUL, VNMUL
        return negatedIf(isVariant, arithmetic.multiply(n, m));
    case 0x3: // VADD, VSUB
        return isVariant ? arithmetic.subtract(n, m) : arithmetic.add(n, m);
    case 0x8: // VDIV
        return arithmetic.divide(n, m);
    case 0x9: // VFNMS, VFNMA
        return arithmetic.multiplyAdd(negatedIf(true, d), negatedIf(isVariant, n), m);
    default: // VFMA, VFMS
        return arithmetic.multiplyAdd(d, negatedIf(isVariant, n), m);
    }
}

/// VCVT and VCVTR: to an integer in the mode of FPSCR or towards 0, or to fixed point in place.
std::uint32_t converted(FloatingArithmetic& arithmetic, std::uint32_t bits, std::uint32_t d,
                        std::uint32_t m)
{
    const bool isBit7 = (bits >> 7 & 1U) != 0;
    const bool isBit16 = (bits >> 16 & 1U) != 0;
    switch (bits >> 16 & 0xFU) {
    case 0x3: { // VCVTB, VCVTT
        const unsigned shift = isBit7 ? 16 : 0;
        return (d & ~(0xFFFFU << shift)) | arithmetic.toHalf(m) << shift;
    }
    case 0xC:
    case 0xD:
        return arithmetic.toFixed(m, 32, 0, !isBit16,
                                  isBit7 ? Rounding::Zero : arithmetic.rounding());
    default: {
        const unsigned size = isBit7 ? 32 : 16;
        const unsigned immediate = (bits & 0xFU) << 1 | (bits >> 5 & 1U);
        return arithmetic.toFixed(d, size, size - immediate, isBit16, Rounding::Zero);
    }
    }
}

} // namespace

Core::Impl::Outcome Core::Impl::executeFloating(InstructionKind kind, std::uint32_t bits)
{
    const Operands operands(bits);
    auto& singles = m_jit.ExtRegs();
    std::uint32_t& destination = singles[operands.destination];
    const std::uint32_t second = singles[operands.second];
    FloatingArithmetic arithmetic(fpscr());
    const bool hasThree = (bits & 0x00B00000U) != 0x00B00000U;
    const unsigned opcode2 = bits >> 16 & 0xFU;
    const bool signalsQuietNan = (bits >> 7 & 1U) != 0;
    if (kind == InstructionKind::FloatingConversion)
        destination = converted(arithmetic, bits, destination, second);
    else if (hasThree)
        destination = threeOperands(arithmetic, bits, destination, singles[operands.first], second);
    else if (opcode2 == 1)
        destination = arithmetic.squareRoot(second);
    else // VCMP; 5: with 0
        arithmetic.compare(destination, opcode2 == 5 ? 0 : second, signalsQuietNan);
    setFpscr(arithmetic.fpscr());
    return Outcome::Done;
}

} // namespace perisphere::m4
