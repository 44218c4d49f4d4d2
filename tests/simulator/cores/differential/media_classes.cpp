// Saturation, packing, extension, and arithmetic on parts of words.
#include "classes.hpp"

namespace perisphere::differential
{
namespace
{

void saturate(Generator& g)
{
    const bool isUnsigned = g.random().chance(50);
    const std::uint32_t row = isUnsigned ? 0xF3800000U : 0xF3000000U;
    const bool shiftsRight = g.random().chance(50);
    // With a right shift of 0 it is the form for halfwords, which has four bits.
    const unsigned amount = shiftsRight ? 1 + g.random().below(31) : g.random().below(32);
    g.wide(row | (shiftsRight ? 1U << 21 : 0) | g.source() << 16 | splitFive(amount) |
           g.destination() << 8 | g.random().below(32));
}

void saturateHalfwords(Generator& g)
{
    const std::uint32_t row = g.random().chance(50) ? 0xF3A00000U : 0xF3200000U;
    g.wide(row | g.source() << 16 | g.destination() << 8 | g.random().below(16));
}

void saturatingAdd(Generator& g) // QADD, QDADD, QSUB, QDSUB
{
    g.wide(0xFA80F080U | g.random().below(4) << 4 | g.source() << 16 | g.destination() << 8 |
           g.source());
}

void parallelAdd(Generator& g)
{
    constexpr std::array<std::uint32_t, 6> kOperations{0, 1, 2, 4, 5, 6};
    constexpr std::array<std::uint32_t, 6> kPrefixes{0, 1, 2, 4, 5, 6}; // S Q SH U UQ UH
    g.wide(0xFA80F000U | g.random().pick(kOperations) << 20 | g.random().pick(kPrefixes) << 4 |
           g.source() << 16 | g.destination() << 8 | g.source());
}

void select(Generator& g)
{
    g.wide(0xFAA0F080U | g.source() << 16 | g.destination() << 8 | g.source());
}

void pack(Generator& g) // PKHBT, PKHTB
{
    g.wide(0xEAC00000U | g.random().below(2) << 5 | splitFive(g.random().below(32)) |
           g.source() << 16 | g.destination() << 8 | g.source());
}

void extendAndAdd(Generator& g)
{
    const unsigned first = g.random().chance(40) ? 15 : g.source(); // 15: nothing is added
    g.wide(0xFA00F080U | g.random().below(6) << 20 | first << 16 | g.destination() << 8 |
           g.random().below(4) << 4 | g.source());
}

constexpr std::array kClasses{
    InstructionClass{"SSAT, USAT", 8, Placement::Anywhere, saturate},
    InstructionClass{"SSAT16, USAT16", 4, Placement::Anywhere, saturateHalfwords},
    InstructionClass{"QADD and kin", 6, Placement::Anywhere, saturatingAdd},
    InstructionClass{"parallel addition", 18, Placement::Anywhere, parallelAdd},
    InstructionClass{"SEL", 5, Placement::Anywhere, select},
    InstructionClass{"PKH", 4, Placement::Anywhere, pack},
    InstructionClass{"extension", 8, Placement::Anywhere, extendAndAdd},
};

} // namespace

std::span<const InstructionClass> mediaClasses()
{
    return kClasses;
}

} // namespace perisphere::differential
