// 32-bit integer data processing, shifts and bit fields.
#include "classes.hpp"

namespace perisphere::differential
{
namespace
{

/// AND and TST, BIC, ORR and MOV, ORN and MVN, EOR and TEQ, ADD and CMN, ADC, SBC, SUB and CMP, RSB
constexpr std::array<unsigned, 10> kOperations{0, 1, 2, 3, 4, 8, 10, 11, 13, 14};

struct Operands {
    std::uint32_t operation;
    std::uint32_t setsFlags;
    std::uint32_t first;       ///< 15: MOV, MVN
    std::uint32_t destination; ///< 15: only flags
};

Operands operands(Generator& g)
{
    Operands made{g.random().pick(kOperations), g.random().below(2), g.source(), g.destination()};
    const bool canCompare =
        made.operation == 0 || made.operation == 4 || made.operation == 8 || made.operation == 13;
    if (canCompare && g.random().chance(25)) {
        made.destination = 15;
        made.setsFlags = 1;
    }
    if ((made.operation == 2 || made.operation == 3) && g.random().chance(40))
        made.first = 15;
    return made;
}

std::uint32_t encoded(const Operands& operands)
{
    return operands.operation << 21 | operands.setsFlags << 20 | operands.first << 16 |
           operands.destination << 8;
}

void modifiedImmediate(Generator& g)
{
    const unsigned kind = g.random().word() & 0x8007U; // i:imm3
    unsigned value = g.random().below(256);
    const bool isRepeated = kind >= 1 && kind <= 3;
    value += value == 0 && isRepeated ? 1 : 0; // 0 repeated is UNPREDICTABLE
    g.wide(0xF0000000U | (kind >> 15) << 26 | (kind & 7U) << 12 | value | encoded(operands(g)));
}

void shiftedRegister(Generator& g)
{
    const unsigned amount = g.random().chance(30) ? 0 : g.random().below(32);
    g.wide(0xEA000000U | splitFive(amount) | g.random().below(4) << 4 | g.source() |
           encoded(operands(g)));
}

void plainImmediate(Generator& g)
{
    // ADDW, SUBW, MOVW, MOVT
    constexpr std::array<std::uint32_t, 4> kRows{0xF2000000, 0xF2A00000, 0xF2400000, 0xF2C00000};
    const std::uint32_t row = g.random().pick(kRows);
    const bool isAdd = (row & 0x00400000U) == 0;
    const unsigned first = isAdd ? g.source() : g.random().below(16);
    g.wide(row | (g.random().word() & 0x040070FFU) | first << 16 | g.destination() << 8);
}

void addressWide(Generator& g) // ADR.W, ADD and SUB of SP
{
    constexpr std::array<std::uint32_t, 4> kRows{0xF20F0000, 0xF2AF0000, 0xF20D0000, 0xF2AD0000};
    g.wide(g.random().pick(kRows) | (g.random().word() & 0x040070FFU) | g.destination() << 8);
}

void shiftByRegister(Generator& g)
{
    g.wide(0xFA00F000U | g.random().below(8) << 20 | g.source() << 16 | g.destination() << 8 |
           g.source());
}

void extractField(Generator& g)
{
    const unsigned lowest = g.random().below(32);
    const unsigned width = 1 + g.random().below(32 - lowest);
    const std::uint32_t row = g.random().chance(50) ? 0xF3400000U : 0xF3C00000U;
    g.wide(row | g.source() << 16 | splitFive(lowest) | g.destination() << 8 | (width - 1));
}

void insertField(Generator& g)
{
    const unsigned lowest = g.random().below(32);
    const unsigned highest = lowest + g.random().below(32 - lowest);
    const unsigned from = g.random().chance(25) ? 15 : g.source(); // 15: BFC
    g.wide(0xF3600000U | from << 16 | splitFive(lowest) | g.destination() << 8 | highest);
}

void countOrReverse(Generator& g)
{
    const unsigned from = g.source();
    // REV, REV16, RBIT, REVSH, CLZ
    constexpr std::array<std::uint32_t, 5> kRows{0xFA90F080, 0xFA90F090, 0xFA90F0A0, 0xFA90F0B0,
                                                 0xFAB0F080};
    g.wide(g.random().pick(kRows) | from << 16 | g.destination() << 8 | from);
}

constexpr std::array kClasses{
    InstructionClass{"modified immediate", 16, Placement::Anywhere, modifiedImmediate},
    InstructionClass{"shifted register", 20, Placement::Anywhere, shiftedRegister},
    InstructionClass{"plain immediate", 6, Placement::Anywhere, plainImmediate},
    InstructionClass{"ADR, ADD SP", 2, Placement::Anywhere, addressWide},
    InstructionClass{"shift by register", 8, Placement::Anywhere, shiftByRegister},
    InstructionClass{"SBFX, UBFX", 5, Placement::Anywhere, extractField},
    InstructionClass{"BFI, BFC", 5, Placement::Anywhere, insertField},
    InstructionClass{"CLZ, RBIT, REV", 5, Placement::Anywhere, countOrReverse},
};

} // namespace

std::span<const InstructionClass> wideClasses()
{
    return kClasses;
}

} // namespace perisphere::differential
