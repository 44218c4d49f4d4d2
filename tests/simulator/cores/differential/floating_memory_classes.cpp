// Loads and stores of floating-point registers.
#include "classes.hpp"

#include <cstdlib>

namespace perisphere::differential
{
namespace
{

using BaseKind = Generator::BaseKind;

/// The D and Vd fields, and the coprocessor's lowest bit, of one or more registers.
struct Registers {
    std::uint32_t bits;
    unsigned words;
};

/// @param most registers. s31, and so d15, is the driver's: it is not loaded.
Registers registers(Generator& g, unsigned most, bool isLoad)
{
    const bool isDouble = g.random().chance(40);
    const unsigned end = (isDouble ? 16U : 32U) - (isLoad ? 1U : 0U);
    const unsigned first = g.random().below(end);
    unsigned count = 1 + g.random().below(most);
    count = count < end - first ? count : end - first;
    if (isDouble)
        return {0x100U | first << 12, count * 2};
    return {(first & 1U) << 22 | (first >> 1) << 12, count};
}

void one(Generator& g) // VLDR, VSTR
{
    const bool isLoad = g.random().chance(50);
    const Registers taken = registers(g, 1, isLoad);
    const auto at = g.address(BaseKind::Any, taken.words * 4, {-1020, 1020, 4}, true);
    if (!at)
        return g.nop();
    g.wide(0xED000A00U | (isLoad ? 1U << 20 : 0) | (at->offset >= 0 ? 1U << 23 : 0) | taken.bits |
           at->base << 16 | static_cast<unsigned>(std::abs(at->offset)) / 4);
}

void literal(Generator& g)
{
    g.wide(0xED1F0A00U | g.random().below(2) << 23 | registers(g, 1, true).bits |
           g.random().below(256));
}

void several(Generator& g) // VLDM, VSTM, VPUSH, VPOP
{
    const bool isLoad = g.random().chance(50);
    const bool isDescending = g.random().chance(50);
    const bool writesBack = isDescending || g.random().chance(60);
    const Registers taken = registers(g, 8, isLoad);
    const int bytes = static_cast<int>(taken.words) * 4;
    const int lowest = isDescending ? -bytes : 0;
    const auto at = g.address(BaseKind::Any, taken.words * 4 + 16, {lowest, lowest, 4}, true);
    if (!at)
        return g.nop();
    if (writesBack)
        g.moved(at->base, isDescending ? -bytes : bytes);
    g.wide((isDescending ? 0xED000A00U : 0xEC800A00U) | (writesBack ? 1U << 21 : 0) |
           (isLoad ? 1U << 20 : 0) | taken.bits | at->base << 16 | taken.words);
}

constexpr std::array kClasses{
    InstructionClass{"VLDR, VSTR", 8, Placement::Anywhere, one},
    InstructionClass{"VLDR literal", 2, Placement::Anywhere, literal},
    InstructionClass{"VLDM, VSTM", 8, Placement::Anywhere, several},
};

} // namespace

std::span<const InstructionClass> floatingMemoryClasses()
{
    return kClasses;
}

} // namespace perisphere::differential
