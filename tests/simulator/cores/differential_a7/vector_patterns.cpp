// Advanced SIMD data processing, in the encoding of A32: all of it, undefined encodings included
// where a batch has faults.
#include "generator.hpp"

namespace perisphere::differential
{
namespace
{

constexpr std::uint32_t kQuad = 1U << 6;
constexpr std::uint32_t kD = 1U << 12;
constexpr std::uint32_t kN = 1U << 16;
constexpr std::uint32_t kM = 1U;

unsigned sizeOf(std::uint32_t word)
{
    return word >> 20 & 3U;
}

void makeQuadsEven(std::uint32_t& word, std::uint32_t registers)
{
    if ((word & kQuad) != 0)
        word &= ~registers;
}

/// Three registers of one length.
bool fixSame(std::uint32_t& word, Generator&)
{
    makeQuadsEven(word, kD | kN | kM);
    const unsigned operation = word >> 8 & 15U;
    const bool b = (word >> 4 & 1U) != 0;
    const bool u = (word >> 24 & 1U) != 0;
    const unsigned size = sizeOf(word);
    switch (operation) {
    case 0: // VHADD, VQADD
    case 2: // VHSUB, VQSUB
        return b || size != 3;
    case 1: // VRHADD, logic
        return b || size != 3;
    case 3: // VCGT, VCGE
    case 6: // VMAX, VMIN
    case 7: // VABD, VABA
        return size != 3;
    case 4: // shifts
    case 5:
        return true;
    case 8: // VADD, VSUB, VTST, VCEQ
        return !b || size != 3;
    case 9: // VMLA, VMUL
        return size != 3 && (!b || !u || size == 0);
    case 10: // VPMAX, VPMIN
        word &= ~kQuad;
        return size != 3;
    case 11: // VQDMULH, VPADD
        if (b) {
            word &= ~kQuad;
            return !u && size != 3;
        }
        return size == 1 || size == 2;
    case 12: // VFMA, VFMS
        return b && !u && (size & 1U) == 0;
    case 13: // VADD, VSUB, VPADD, VABD, VMLA, VMUL of floats
        if (u && !b && (size & 2U) == 0)
            word &= ~kQuad; // VPADD
        return (size & 1U) == 0 && !(u && b && (size & 2U) != 0);
    case 14: // comparisons of floats
        return (size & 1U) == 0 && (u || (!b && size == 0));
    default: // VMAX, VMIN, VPMAX, VRECPS, VRSQRTS
        if (u)
            word &= ~kQuad;
        return (size & 1U) == 0 && !(u && b);
    }
}

/// Three registers of two lengths.
bool fixDifferent(std::uint32_t& word, Generator&)
{
    const unsigned operation = word >> 8 & 15U;
    const bool u = (word >> 24 & 1U) != 0;
    const unsigned size = sizeOf(word);
    if (size == 3)
        return false;
    switch (operation) {
    case 1: // VADDW, VSUBW
    case 3:
        word &= ~(kD | kN);
        return true;
    case 4: // VADDHN, VSUBHN
    case 6:
        word &= ~(kN | kM);
        return true;
    case 9: // VQDMLAL, VQDMLSL, VQDMULL
    case 11:
    case 13:
        word &= ~kD;
        return !u && size != 0;
    case 14: // VMULL of polynomials
        word &= ~kD;
        return !u && size == 0;
    case 15:
        return false;
    default:
        word &= ~kD;
        return true;
    }
}

/// Two registers and a scalar: bit 24 is Q where lengths are the same.
bool fixScalar(std::uint32_t& word, Generator&)
{
    const unsigned operation = word >> 8 & 15U;
    const bool u = (word >> 24 & 1U) != 0;
    const unsigned size = sizeOf(word);
    if (size == 0 || size == 3)
        return false;
    switch (operation) {
    case 1: // of floats
    case 5:
    case 9:
        if (size != 2)
            return false;
        [[fallthrough]];
    case 0:
    case 4:
    case 8:
    case 12:
    case 13:
        if (u)
            word &= ~(kD | kN);
        return true;
    case 3: // VQDMLAL, VQDMLSL, VQDMULL
    case 7:
    case 11:
        word &= ~kD;
        return !u;
    case 14:
    case 15:
        return false;
    default:
        word &= ~kD;
        return true;
    }
}

/// Two registers, an immediate that tells the size, and shifts.
bool fixShift(std::uint32_t& word, Generator&)
{
    const unsigned operation = word >> 8 & 15U;
    const bool u = (word >> 24 & 1U) != 0;
    const bool l = (word >> 7 & 1U) != 0;
    const bool q = (word & kQuad) != 0;
    if (!l && (word >> 19 & 7U) == 0)
        return false; // a modified immediate
    switch (operation) {
    case 4: // VSRI
    case 6: // VQSHLU
        if (!u)
            return false;
        break;
    case 8: // narrowing
    case 9:
        if (l)
            return false;
        word &= ~kM;
        return true;
    case 10: // VSHLL, VMOVL
        if (l || q)
            return false;
        word &= ~kD;
        return true;
    case 14: // fixed point
    case 15:
        if (l || (word >> 21 & 1U) == 0)
            return false;
        break;
    case 11:
    case 12:
    case 13:
        return false;
    default:
        break;
    }
    makeQuadsEven(word, kD | kM);
    return true;
}

bool fixModifiedImmediate(std::uint32_t& word, Generator&)
{
    makeQuadsEven(word, kD);
    return (word & 0xF20U) != 0xF20U; // op 1 of cmode 15
}

/// Two registers: B of bits 17 and 16, and 10 to 6. Encodings of ARMv8 are left to the fault test.
bool fixTwo(std::uint32_t& word, Generator&)
{
    const unsigned a = word >> 16 & 3U;
    const unsigned b = word >> 6 & 31U;
    const unsigned size = word >> 18 & 3U;
    const unsigned operation = b >> 1;
    bool isDefined = false;
    bool isQuad = (b & 1U) != 0;
    std::uint32_t even = kD | kM;
    switch (a) {
    case 0:
        switch (operation) {
        case 0:
        case 1:
        case 2: // VREV
            isDefined = operation + size < 3;
            break;
        case 4: // VPADDL
        case 5:
        case 8: // VCLS, VCLZ
        case 9:
        case 12: // VPADAL
        case 13:
        case 14: // VQABS, VQNEG
        case 15:
            isDefined = size != 3;
            break;
        case 10: // VCNT, VMVN
        case 11:
            isDefined = size == 0;
            break;
        default:
            break;
        }
        break;
    case 1: { // comparisons with 0, VABS, VNEG
        const unsigned kind = operation & 7U;
        const bool isFloat = (operation & 8U) != 0;
        isDefined = kind != 5 && (isFloat ? size == 2 : size != 3);
        break;
    }
    case 2:
        switch (operation) {
        case 0: // VSWP
            isDefined = size == 0;
            break;
        case 1: // VTRN
            isDefined = size != 3;
            break;
        case 2: // VUZP, VZIP
        case 3:
            isDefined = size != 3 && (isQuad || size != 2);
            break;
        case 4: // VMOVN, VQMOVUN, VQMOVN
        case 5:
            isDefined = size != 3;
            isQuad = true;
            even = kM;
            break;
        case 6: // VSHLL by the size
            isDefined = !isQuad && size != 3;
            isQuad = true;
            even = kD;
            break;
        case 12: // VCVT of halves
            isDefined = !isQuad && size == 1;
            isQuad = true;
            even = kM;
            break;
        case 14:
            isDefined = !isQuad && size == 1;
            isQuad = true;
            even = kD;
            break;
        default:
            break;
        }
        break;
    default: // VRECPE, VRSQRTE, VCVT
        isDefined = size == 2 && operation >= 8;
        break;
    }
    if (isQuad)
        word &= ~even;
    // With itself the two results are unknown.
    const bool isExchange = a == 2 && operation < 4;
    const bool isSame =
        ((word >> 12 & 15U) | (word >> 18 & 16U)) == ((word & 15U) | (word >> 1 & 16U));
    return isDefined && !(isExchange && isSame);
}

bool fixExtract(std::uint32_t& word, Generator&)
{
    makeQuadsEven(word, kD | kN | kM);
    return (word & kQuad) != 0 || (word >> 11 & 1U) == 0;
}

/// A table of up to four double words, none past d31.
bool fixTable(std::uint32_t& word, Generator&)
{
    const unsigned n = (word >> 16 & 15U) | (word >> 3 & 16U);
    return n + (word >> 8 & 3U) < 32;
}

bool fixDuplicateScalar(std::uint32_t& word, Generator&)
{
    if ((word & kQuad) != 0)
        word &= ~kD;
    return (word >> 16 & 7U) != 0;
}

constexpr Pattern kPatterns[] = {
    {"three same", Set::Both, 26, "1111 001x 0xxx xxxx xxxx xxxx xxxx xxxx", fixSame},
    {"vqadd.64, vqsub.64", Set::Both, 2, "1111 001x 0x11 xxx0 xxx0 00x0 xxx1 xxx0"},
    {"vqrshl", Set::Both, 2, "1111 001x 0xxx xxx0 xxx0 0101 xxx1 xxx0"},
    {"three different", Set::Both, 10, "1111 001x 1xxx xxxx xxxx xxxx x0x0 xxxx", fixDifferent},
    {"scalar", Set::Both, 8, "1111 001x 1xxx xxxx xxxx xxxx x1x0 xxxx", fixScalar},
    {"shift imm", Set::Both, 10, "1111 001x 1xxx xxxx xxxx xxxx xxx1 xxxx", fixShift},
    {"modified imm", Set::Both, 3, "1111 001x 1x00 0xxx xxxx xxxx 0xx1 xxxx", fixModifiedImmediate},
    {"two", Set::Both, 12, "1111 0011 1x11 xxxx xxxx 0xxx xxx0 xxxx", fixTwo},
    {"vext", Set::Both, 2, "1111 0010 1x11 xxxx xxxx xxxx xxx0 xxxx", fixExtract},
    {"vtbl, vtbx", Set::Both, 3, "1111 0011 1x11 xxxx xxxx 10xx xxx0 xxxx", fixTable},
    {"vdup scalar", Set::Both, 2, "1111 0011 1x11 xxxx xxxx 1100 0xx0 xxxx", fixDuplicateScalar},
};

} // namespace

std::span<const Pattern> vectorPatterns()
{
    return kPatterns;
}

} // namespace perisphere::differential
