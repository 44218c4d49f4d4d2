// 16-bit data processing.
#include "classes.hpp"

namespace perisphere::differential
{
namespace
{

void shiftImmediate(Generator& g)
{
    const unsigned operation = g.random().below(3);
    unsigned amount = g.random().below(32);
    if (operation == 0 && amount == 0 && g.isInItBlock())
        amount = 1; // MOVS, which is UNPREDICTABLE there
    g.narrow(operation << 11 | amount << 6 | g.lowSource() << 3 | g.lowDestination());
}

void addSubtract(Generator& g) // register, or 3 bits
{
    g.narrow(0x1800U | g.random().below(4) << 9 | g.random().below(8) << 6 | g.lowSource() << 3 |
             g.lowDestination());
}

void immediate(Generator& g)
{
    const unsigned operation = g.random().below(4); // MOV, CMP, ADD, SUB
    const unsigned reg = operation == 1 ? g.lowSource() : g.lowDestination();
    g.narrow(0x2000U | operation << 11 | reg << 8 | g.random().below(256));
}

void dataProcessing(Generator& g)
{
    const unsigned operation = g.random().below(16);
    const bool onlyFlags = operation == 8 || operation == 10 || operation == 11; // TST, CMP, CMN
    const unsigned reg = onlyFlags ? g.lowSource() : g.lowDestination();
    g.narrow(0x4000U | operation << 6 | g.lowSource() << 3 | reg);
}

void highRegisters(Generator& g)
{
    const unsigned operation = g.random().below(3); // ADD, CMP, MOV
    unsigned second = g.source();
    if (operation == 1) {
        const unsigned first = g.source();
        if (first < 8 && second < 8) // CMP of two low registers has another encoding
            second = 8 + g.random().below(5);
        g.narrow(0x4500U | (first & 8U) << 4 | second << 3 | (first & 7U));
        return;
    }
    if (g.random().chance(15))
        second = g.random().chance(50) ? 13 : 15;
    const unsigned first = g.destination();
    g.narrow(0x4400U | operation << 8 | (first & 8U) << 4 | second << 3 | (first & 7U));
}

void addressOf(Generator& g) // ADR, ADD of SP
{
    g.narrow(0xA000U | g.random().below(2) << 11 | g.lowDestination() << 8 | g.random().below(256));
}

void moveStackPointer(Generator& g)
{
    const bool adds = g.random().chance(50);
    const auto by =
        g.move(13, adds ? Generator::Offsets{0, 508, 4} : Generator::Offsets{-508, 0, 4}, true);
    if (!by)
        return g.nop();
    g.moved(13, *by);
    g.narrow(adds ? 0xB000U | static_cast<unsigned>(*by) / 4
                  : 0xB080U | static_cast<unsigned>(-*by) / 4);
}

void extend(Generator& g)
{
    g.narrow(0xB200U | g.random().below(4) << 6 | g.lowSource() << 3 | g.lowDestination());
}

void reverse(Generator& g)
{
    constexpr std::array<unsigned, 3> kOperations{0, 1, 3};
    g.narrow(0xBA00U | g.random().pick(kOperations) << 6 | g.lowSource() << 3 | g.lowDestination());
}

constexpr std::array kClasses{
    InstructionClass{"16-bit shift", 10, Placement::Anywhere, shiftImmediate},
    InstructionClass{"16-bit ADD, SUB", 8, Placement::Anywhere, addSubtract},
    InstructionClass{"16-bit immediate", 10, Placement::Anywhere, immediate},
    InstructionClass{"16-bit data processing", 16, Placement::Anywhere, dataProcessing},
    InstructionClass{"16-bit high registers", 8, Placement::Anywhere, highRegisters},
    InstructionClass{"16-bit ADR, ADD SP", 3, Placement::Anywhere, addressOf},
    InstructionClass{"16-bit change of SP", 2, Placement::Anywhere, moveStackPointer},
    InstructionClass{"16-bit extension", 4, Placement::Anywhere, extend},
    InstructionClass{"16-bit reversal", 3, Placement::Anywhere, reverse},
};

} // namespace

std::span<const InstructionClass> narrowClasses()
{
    return kClasses;
}

} // namespace perisphere::differential
