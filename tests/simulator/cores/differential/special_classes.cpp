// MRS, MSR, hints and barriers.
#include "classes.hpp"

namespace perisphere::differential
{
namespace
{

void moveFromSpecial(Generator& g)
{
    // APSR, IAPSR, EAPSR, XPSR, IPSR, EPSR, IEPSR, MSP, PSP, PRIMASK, BASEPRI, BASEPRI_MAX,
    // FAULTMASK, CONTROL
    constexpr std::array<unsigned, 18> kNumbers{0, 0, 0, 0, 0,  1,  2,  3,  5,
                                                6, 7, 8, 9, 16, 17, 18, 19, 20};
    g.wide(0xF3EF8000U | g.destination() << 8 | g.random().pick(kNumbers));
}

void moveToFlags(Generator& g) // MSR APSR_nzcvq, _g, _nzcvqg; IAPSR, EAPSR and XPSR take the same
{
    g.wide(0xF3808000U | g.source() << 16 | (1 + g.random().below(3)) << 10 | g.random().below(4));
}

void maskInterrupts(Generator& g) // of which there are none
{
    if (g.random().chance(50))
        g.narrow(g.random().chance(50) ? 0xB672U : 0xB662U); // CPSID, CPSIE
    else
        g.wide(0xF3808810U | g.source() << 16); // MSR PRIMASK
}

void hint(Generator& g)
{
    constexpr std::array<unsigned, 3> kNarrow{0xBF00, 0xBF10, 0xBF40}; // NOP, YIELD, SEV
    constexpr std::array<std::uint32_t, 7> kWide{0xF3AF8000, 0xF3AF8001, 0xF3AF8004, 0xF3AF80F5,
                                                 0xF3BF8F4F, 0xF3BF8F5F, 0xF3BF8F6F};
    if (g.random().chance(50))
        g.narrow(g.random().pick(kNarrow));
    else
        g.wide(g.random().pick(kWide)); // with DBG, DSB, DMB, ISB
}

void clearExclusive(Generator& g)
{
    if (!g.isInItBlock())
        g.setTagged(false);
    g.wide(0xF3BF8F2FU);
}

constexpr std::array kClasses{
    InstructionClass{"MRS", 5, Placement::Anywhere, moveFromSpecial},
    InstructionClass{"MSR APSR", 5, Placement::Anywhere, moveToFlags},
    InstructionClass{"CPS, MSR PRIMASK", 2, Placement::Outside, maskInterrupts},
    InstructionClass{"hint, barrier", 3, Placement::Anywhere, hint},
    InstructionClass{"CLREX", 1, Placement::Anywhere, clearExclusive},
};

} // namespace

std::span<const InstructionClass> specialClasses()
{
    return kClasses;
}

} // namespace perisphere::differential
