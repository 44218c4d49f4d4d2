// Multiplication with its DSP forms, division.
#include "classes.hpp"

namespace perisphere::differential
{
namespace
{

struct Multiplication {
    std::uint32_t operation;
    std::uint32_t lowest; ///< second operation field, and how many values from there are meant
    std::uint32_t variants;
    bool canAccumulate;
    bool canDoWithout; ///< an accumulator
};

void multiply(Generator& g)
{
    static constexpr std::array<Multiplication, 10> kRows{{
        {0, 0, 1, true, true},  // MLA, MUL
        {0, 1, 1, true, false}, // MLS
        {1, 0, 4, true, true},  // SMLAxy, SMULxy
        {2, 0, 2, true, true},  // SMLAD, SMUAD
        {3, 0, 2, true, true},  // SMLAW, SMULW
        {4, 0, 2, true, true},  // SMLSD, SMUSD
        {5, 0, 2, true, true},  // SMMLA, SMMUL
        {6, 0, 2, true, false}, // SMMLS
        {7, 0, 1, true, true},  // USADA8, USAD8
        {1, 0, 4, true, true},
    }};
    const Multiplication row = g.random().pick(kRows);
    const bool accumulates = !row.canDoWithout || g.random().chance(60);
    g.wide(0xFB000000U | row.operation << 20 | g.source() << 16 |
           (accumulates ? g.source() : 15U) << 12 | g.destination() << 8 |
           (row.lowest + g.random().below(row.variants)) << 4 | g.source());
}

void multiplyLong(Generator& g)
{
    struct Row {
        std::uint32_t operation;
        std::uint32_t lowest;
        std::uint32_t variants;
    };
    static constexpr std::array<Row, 8> kRows{{{0, 0, 1},   // SMULL
                                               {2, 0, 1},   // UMULL
                                               {4, 0, 1},   // SMLAL
                                               {4, 8, 4},   // SMLALxy
                                               {4, 0xC, 2}, // SMLALD
                                               {5, 0xC, 2}, // SMLSLD
                                               {6, 0, 1},   // UMLAL
                                               {6, 6, 1}}}; // UMAAL
    const Row row = g.random().pick(kRows);
    const unsigned low = g.destination();
    g.wide(0xFB800000U | row.operation << 20 | g.source() << 16 | low << 12 |
           g.otherDestination(low) << 8 | (row.lowest + g.random().below(row.variants)) << 4 |
           g.source());
}

void divide(Generator& g)
{
    g.wide((g.random().chance(50) ? 0xFB90F0F0U : 0xFBB0F0F0U) | g.source() << 16 |
           g.destination() << 8 | g.source());
}

constexpr std::array kClasses{
    InstructionClass{"multiplication", 18, Placement::Anywhere, multiply},
    InstructionClass{"long multiplication", 14, Placement::Anywhere, multiplyLong},
    InstructionClass{"division", 5, Placement::Anywhere, divide},
};

} // namespace

std::span<const InstructionClass> multiplyClasses()
{
    return kClasses;
}

} // namespace perisphere::differential
