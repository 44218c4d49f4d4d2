// VFPv4, in the encoding of A32.
#include "generator.hpp"

namespace perisphere::differential
{
namespace
{

/// Fixed point: no more places behind the point than there are.
bool fixFixedPoint(std::uint32_t& word, Generator&)
{
    const unsigned size = (word >> 7 & 1U) != 0 ? 32 : 16;
    return ((word & 15U) << 1 | (word >> 5 & 1U)) <= size;
}

/// s31 has none behind it.
bool fixTwoSingles(std::uint32_t& word, Generator&)
{
    return (word & 0x2FU) != 0x2FU;
}

/// Bytes and halfwords of VDUP.
bool fixDuplicate(std::uint32_t& word, Generator&)
{
    if ((word >> 22 & 1U) != 0 && (word >> 5 & 1U) != 0)
        return false;
    if ((word >> 21 & 1U) != 0)
        word &= ~(1U << 16);
    return true;
}

/// opc1:opc2 of a word, a halfword or a byte; words have no unsigned form.
bool fixScalarMove(std::uint32_t& word, Generator&)
{
    const unsigned size = (word >> 21 & 3U) << 2 | (word >> 5 & 3U);
    const bool isLoadOfUnsigned = (word >> 20 & 1U) != 0 && (word >> 23 & 1U) != 0;
    if ((size & 8U) != 0)
        return true;
    if ((size & 1U) != 0)
        return true;
    return (size & 3U) == 0 && !isLoadOfUnsigned;
}

constexpr Pattern kPatterns[] = {
    {"vmla, vmls", Set::Both, 3, "cccc 1110 0x00 xxxx xxxx 101x xxx0 xxxx"},
    {"vnmla, vnmls", Set::Both, 2, "cccc 1110 0x01 xxxx xxxx 101x xxx0 xxxx"},
    {"vmul, vnmul", Set::Both, 3, "cccc 1110 0x10 xxxx xxxx 101x xxx0 xxxx"},
    {"vadd, vsub", Set::Both, 4, "cccc 1110 0x11 xxxx xxxx 101x xxx0 xxxx"},
    {"vdiv", Set::Both, 3, "cccc 1110 1x00 xxxx xxxx 101x x0x0 xxxx"},
    {"vfnma, vfnms", Set::Both, 2, "cccc 1110 1x01 xxxx xxxx 101x xxx0 xxxx"},
    {"vfma, vfms", Set::Both, 3, "cccc 1110 1x10 xxxx xxxx 101x xxx0 xxxx"},
    {"vmov imm", Set::Both, 1, "cccc 1110 1x11 xxxx xxxx 101x 0000 xxxx"},
    {"vmov, vabs, vneg, vsqrt", Set::Both, 4, "cccc 1110 1x11 000x xxxx 101x x1x0 xxxx"},
    {"vcvt half", Set::Both, 2, "cccc 1110 1x11 001x xxxx 1010 x1x0 xxxx"},
    {"vcmp", Set::Both, 3, "cccc 1110 1x11 0100 xxxx 101x x1x0 xxxx"},
    {"vcmp zero", Set::Both, 1, "cccc 1110 1x11 0101 xxxx 101x x100 0000"},
    {"vcvt single double", Set::Both, 3, "cccc 1110 1x11 0111 xxxx 101x 11x0 xxxx"},
    {"vcvt from int", Set::Both, 3, "cccc 1110 1x11 1000 xxxx 101x x1x0 xxxx"},
    {"vcvt to int", Set::Both, 4, "cccc 1110 1x11 110x xxxx 101x x1x0 xxxx"},
    {"vcvt fixed", Set::Both, 3, "cccc 1110 1x11 1x1x xxxx 101x x1x0 xxxx", fixFixedPoint},
    {"vmov to core", Set::Both, 2, "cccc 1110 0001 xxxx dddd 1010 x001 0000"},
    {"vmov from core", Set::Both, 2, "cccc 1110 0000 xxxx nnnn 1010 x001 0000"},
    {"vmov double to core", Set::Both, 1, "cccc 1100 0101 eeee dddd 1011 00x1 xxxx"},
    {"vmov core to double", Set::Both, 1, "cccc 1100 0100 nnnn mmmm 1011 00x1 xxxx"},
    {"vmov singles to core", Set::Both, 1, "cccc 1100 0101 eeee dddd 1010 00x1 xxxx",
     fixTwoSingles},
    {"vmov core to singles", Set::Both, 1, "cccc 1100 0100 nnnn mmmm 1010 00x1 xxxx",
     fixTwoSingles},
    {"vmrs", Set::Both, 2, "cccc 1110 1111 0001 dddd 1010 0001 0000"},
    {"vmrs flags", Set::Both, 2, "cccc 1110 1111 0001 1111 1010 0001 0000"},
    {"vdup core", Set::Both, 2, "1110 1110 1xx0 xxxx nnnn 1011 x0x1 0000", fixDuplicate},
    {"vmov scalar from core", Set::Both, 2, "1110 1110 0xx0 xxxx nnnn 1011 xxx1 0000",
     fixScalarMove},
    {"vmov scalar to core", Set::Both, 2, "1110 1110 xxx1 xxxx dddd 1011 xxx1 0000", fixScalarMove},
    {"vmrs fpsid", Set::Both, 1, "1110 1110 1111 0000 dddd 1010 0001 0000", nullptr,
     Placement::Faults},
    {"vmrs fpexc", Set::Both, 1, "1110 1110 1111 1000 dddd 1010 0001 0000", nullptr,
     Placement::Faults},
};

} // namespace

std::span<const Pattern> floatingPatterns()
{
    return kPatterns;
}

} // namespace perisphere::differential
