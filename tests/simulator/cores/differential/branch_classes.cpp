// Branches, all forward: over some of the instructions that follow.
#include "classes.hpp"

namespace perisphere::differential
{
namespace
{

/// What a branch counts from: two halfwords after its first one.
std::size_t origin(const Generator& g)
{
    return g.here() + 2;
}

void conditional(Generator& g)
{
    g.branch(BranchForm::Narrow, g.here(), origin(g));
    g.narrow(0xD000U | g.condition() << 8);
}

void unconditional(Generator& g)
{
    g.branch(BranchForm::Narrow, g.here(), origin(g));
    g.narrow(0xE000U);
}

void conditionalWide(Generator& g)
{
    g.branch(BranchForm::WideConditional, g.here(), origin(g));
    g.wide(0xF0008000U | g.condition() << 22);
}

void unconditionalWide(Generator& g) // B.W
{
    g.branch(BranchForm::Wide, g.here(), origin(g));
    g.wide(0xF0009000U);
}

void link(Generator& g) // BL
{
    if (g.isSetAside(14))
        return g.nop();
    g.branch(BranchForm::Wide, g.here(), origin(g));
    g.wide(0xF000D000U);
}

void compareZero(Generator& g)
{
    g.branch(BranchForm::CompareZero, g.here(), origin(g));
    g.narrow(0xB100U | g.random().below(2) << 11 | g.lowSource());
}

/// ADR.W of the target, and a branch there by register, by memory or by the stack.
void indirect(Generator& g)
{
    const unsigned reg = g.destination();
    const auto stack = g.address(Generator::BaseKind::StackPointer, 4, {-4, -4, 4}, true);
    const auto slot = g.address(Generator::BaseKind::Any, 4, {0, 1020, 4}, true);
    g.branch(BranchForm::Address, g.here(), origin(g));
    g.wide(0xF20F0000U | reg << 8);
    switch (g.random().below(5)) {
    case 0:
        if (g.isSetAside(14))
            break;
        g.narrow(0x4780U | reg << 3); // BLX
        return;
    case 1:
        g.narrow(0x4687U | reg << 3); // MOV PC
        return;
    case 2:
        if (!stack)
            break;
        g.wide(0xF84D0D04U | reg << 12); // PUSH
        if (g.random().chance(50))
            g.narrow(0xBD00U); // POP {PC}
        else
            g.wide(0xF85DFB04U);
        return;
    case 3:
        if (!slot)
            break;
        g.wide(0xF8C00000U | slot->base << 16 | reg << 12 | static_cast<unsigned>(slot->offset));
        g.wide(0xF8D0F000U | slot->base << 16 | static_cast<unsigned>(slot->offset));
        return;
    default:
        break;
    }
    g.narrow(0x4700U | reg << 3); // BX
}

void tableByte(Generator& g)
{
    const std::size_t from = origin(g);
    g.wide(0xE8DFF000U | g.indexRegister());
    g.branch(BranchForm::TableByte, from + g.index() / 2, from, g.index() % 2 != 0);
    for (unsigned entry = 0; entry <= g.index(); entry += 2)
        g.narrow(0); // none but that of the index is used
}

void tableHalfword(Generator& g)
{
    const std::size_t from = origin(g);
    g.wide(0xE8DFF010U | g.indexRegister());
    g.branch(BranchForm::TableHalfword, from + g.index(), from);
    for (unsigned entry = 0; entry <= g.index(); ++entry)
        g.narrow(0);
}

constexpr std::array kClasses{
    InstructionClass{"B<c>", 5, Placement::Outside, conditional},
    InstructionClass{"B", 2, Placement::LastInIt, unconditional},
    InstructionClass{"B<c>.W", 3, Placement::Outside, conditionalWide},
    InstructionClass{"B.W", 2, Placement::LastInIt, unconditionalWide},
    InstructionClass{"BL", 2, Placement::LastInIt, link},
    InstructionClass{"CBZ, CBNZ", 5, Placement::Outside, compareZero},
    InstructionClass{"BX, BLX, POP and LDR to PC", 4, Placement::Outside, indirect},
    InstructionClass{"TBB", 2, Placement::Outside, tableByte},
    InstructionClass{"TBH", 2, Placement::Outside, tableHalfword},
};

} // namespace

std::span<const InstructionClass> branchClasses()
{
    return kClasses;
}

} // namespace perisphere::differential
