// Single-precision arithmetic, conversions, and moves to and from core registers.
#include "classes.hpp"

namespace perisphere::differential
{
namespace
{

std::uint32_t destinationBits(unsigned single)
{
    return (single & 1U) << 22 | (single >> 1) << 12;
}

std::uint32_t firstBits(unsigned single)
{
    return (single & 1U) << 7 | (single >> 1) << 16;
}

std::uint32_t secondBits(unsigned single)
{
    return (single & 1U) << 5 | single >> 1;
}

/// VMLA VMLS, VNMLS VNMLA, VMUL VNMUL, VADD VSUB, VDIV, VFNMS VFNMA, VFMA VFMS
void arithmetic(Generator& g)
{
    constexpr std::array<std::uint32_t, 14> kRows{
        0xEE000A00, 0xEE000A40, 0xEE100A00, 0xEE100A40, 0xEE200A00, 0xEE200A40, 0xEE300A00,
        0xEE300A40, 0xEE800A00, 0xEE800A00, 0xEE900A00, 0xEE900A40, 0xEEA00A00, 0xEEA00A40};
    g.wide(g.random().pick(kRows) | destinationBits(g.singleDestination()) | firstBits(g.single()) |
           secondBits(g.single()));
}

void oneOperand(Generator& g) // VMOV, VABS, VNEG, VSQRT
{
    constexpr std::array<std::uint32_t, 5> kRows{0xEEB00A40, 0xEEB00AC0, 0xEEB10A40, 0xEEB10AC0,
                                                 0xEEB10AC0};
    g.wide(g.random().pick(kRows) | destinationBits(g.singleDestination()) |
           secondBits(g.single()));
}

void compare(Generator& g) // VCMP, VCMPE, with 0 too
{
    const std::uint32_t signalsToo = g.random().below(2) << 7;
    if (g.random().chance(30))
        g.wide(0xEEB50A40U | signalsToo | destinationBits(g.single()));
    else
        g.wide(0xEEB40A40U | signalsToo | destinationBits(g.single()) | secondBits(g.single()));
}

void convertInteger(Generator& g)
{
    // VCVT from U32 and S32; VCVTR and VCVT to U32, S32
    constexpr std::array<std::uint32_t, 6> kRows{0xEEB80A40, 0xEEB80AC0, 0xEEBC0A40,
                                                 0xEEBC0AC0, 0xEEBD0A40, 0xEEBD0AC0};
    g.wide(g.random().pick(kRows) | destinationBits(g.singleDestination()) |
           secondBits(g.single()));
}

void convertFixed(Generator& g)
{
    constexpr std::array<std::uint32_t, 4> kRows{0xEEBA0A40, 0xEEBB0A40, 0xEEBE0A40, 0xEEBF0A40};
    const bool isWord = g.random().chance(50);
    const unsigned immediate = isWord ? g.random().below(32) : g.random().below(17);
    g.wide(g.random().pick(kRows) | (isWord ? 1U << 7 : 0) |
           destinationBits(g.singleDestination()) | (immediate & 1U) << 5 | immediate >> 1);
}

void convertHalf(Generator& g) // VCVTB, VCVTT
{
    g.wide((g.random().chance(50) ? 0xEEB20A40U : 0xEEB30A40U) | g.random().below(2) << 7 |
           destinationBits(g.singleDestination()) | secondBits(g.single()));
}

void moveImmediate(Generator& g)
{
    g.wide(0xEEB00A00U | g.random().below(16) << 16 | g.random().below(16) |
           destinationBits(g.singleDestination()));
}

void moveCore(Generator& g)
{
    if (g.random().chance(50))
        g.wide(0xEE100A10U | firstBits(g.single()) | g.destination() << 12);
    else
        g.wide(0xEE000A10U | firstBits(g.singleDestination()) | g.source() << 12);
}

void moveTwoCore(Generator& g)
{
    const bool isDouble = g.random().chance(50);
    const bool isToCore = g.random().chance(50);
    const unsigned low = isToCore ? g.destination() : g.source();
    const unsigned high = isToCore ? g.otherDestination(low) : g.source();
    const std::uint32_t pair =
        isDouble ? 0x100U | g.doubleDestination() : secondBits(g.random().below(30));
    g.wide(0xEC400A10U | (isToCore ? 1U << 20 : 0) | high << 16 | low << 12 | pair);
}

void moveScalar(Generator& g) // a word of a double register
{
    const std::uint32_t half = g.random().below(2) << 21;
    const std::uint32_t number = g.doubleDestination() << 16;
    if (g.random().chance(50))
        g.wide(0xEE100B10U | half | number | g.destination() << 12);
    else
        g.wide(0xEE000B10U | half | number | g.source() << 12);
}

void readStatus(Generator& g) // VMRS
{
    g.wide(0xEEF10A10U | (g.random().chance(50) ? 15U : g.destination()) << 12);
}

void writeStatus(Generator& g) // VMSR
{
    g.wide(0xEEE10A10U | g.source() << 12);
}

constexpr std::array kClasses{
    InstructionClass{"FP arithmetic", 50, Placement::Anywhere, arithmetic},
    InstructionClass{"FP of one operand", 12, Placement::Anywhere, oneOperand},
    InstructionClass{"VCMP", 10, Placement::Anywhere, compare},
    InstructionClass{"VCVT of integers", 14, Placement::Anywhere, convertInteger},
    InstructionClass{"VCVT of fixed point", 12, Placement::Anywhere, convertFixed},
    InstructionClass{"VCVTB, VCVTT", 10, Placement::Anywhere, convertHalf},
    InstructionClass{"VMOV immediate", 3, Placement::Anywhere, moveImmediate},
    InstructionClass{"VMOV of a core register", 6, Placement::Anywhere, moveCore},
    InstructionClass{"VMOV of two core registers", 5, Placement::Anywhere, moveTwoCore},
    InstructionClass{"VMOV of a scalar", 4, Placement::Anywhere, moveScalar},
    InstructionClass{"VMRS", 5, Placement::Anywhere, readStatus},
    InstructionClass{"VMSR", 3, Placement::Anywhere, writeStatus},
};

} // namespace

std::span<const InstructionClass> floatingClasses()
{
    return kClasses;
}

} // namespace perisphere::differential
