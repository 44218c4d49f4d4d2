// Loads and stores of core registers, all addressing modes.
#include "classes.hpp"

#include <bit>
#include <cstdlib>

namespace perisphere::differential
{
namespace
{

using BaseKind = Generator::BaseKind;

constexpr std::uint32_t kUp = 1U << 23;

/// LDR, LDRH, LDRB, LDRSH, LDRSB, STR, STRH, STRB, as 1111 100 has them
struct Access {
    std::uint32_t bits;
    unsigned bytes;
    bool isLoad;
};

constexpr std::array<Access, 8> kAccesses{{{0x00500000, 4, true},
                                           {0x00300000, 2, true},
                                           {0x00100000, 1, true},
                                           {0x01300000, 2, true},
                                           {0x01100000, 1, true},
                                           {0x00400000, 4, false},
                                           {0x00200000, 2, false},
                                           {0x00000000, 1, false}}};

unsigned magnitude(int offset)
{
    return static_cast<unsigned>(std::abs(offset));
}

void narrowImmediate(Generator& g)
{
    struct Row {
        unsigned bits;
        unsigned bytes;
    };
    static constexpr std::array<Row, 3> kRows{{{0x6000, 4}, {0x7000, 1}, {0x8000, 2}}};
    const Row row = g.random().pick(kRows);
    const int step = static_cast<int>(row.bytes);
    const auto at = g.address(BaseKind::Low, row.bytes, {0, 31 * step, step}, false);
    if (!at)
        return g.nop();
    const bool isLoad = g.random().chance(50);
    const unsigned reg = isLoad ? g.lowDestination() : g.lowSource();
    g.narrow(row.bits | (isLoad ? 1U << 11 : 0) |
             static_cast<unsigned>(at->offset) / row.bytes << 6 | at->base << 3 | reg);
}

void narrowRegister(Generator& g)
{
    // STR, STRH, STRB, LDRSB, LDR, LDRH, LDRB, LDRSH
    static constexpr std::array<unsigned, 8> kBytes{4, 2, 1, 1, 4, 2, 1, 2};
    const unsigned operation = g.random().below(8);
    const int index = static_cast<int>(g.index());
    const auto at = g.address(BaseKind::Low, kBytes[operation], {index, index, 1}, false);
    if (!at)
        return g.nop();
    const unsigned reg = operation >= 3 ? g.lowDestination() : g.lowSource();
    g.narrow(0x5000U | operation << 9 | g.indexRegister() << 6 | at->base << 3 | reg);
}

void stackRelative(Generator& g)
{
    const auto at = g.address(BaseKind::StackPointer, 4, {0, 1020, 4}, true);
    if (!at)
        return g.nop();
    const bool isLoad = g.random().chance(50);
    const unsigned reg = isLoad ? g.lowDestination() : g.lowSource();
    g.narrow(0x9000U | (isLoad ? 1U << 11 : 0) | reg << 8 | static_cast<unsigned>(at->offset) / 4);
}

void narrowLiteral(Generator& g)
{
    g.narrow(0x4800U | g.lowDestination() << 8 | g.random().below(256));
}

/// Some of the registers 0 to `end` - 1 (without SP) that may be overwritten, or any.
unsigned registerList(Generator& g, unsigned end, bool areDestinations, unsigned most)
{
    unsigned list = 0;
    for (unsigned reg = 0; reg < end; ++reg) {
        const bool isPossible = reg != 13 && !(areDestinations && g.isSetAside(reg));
        const bool isTaken = isPossible && g.random().chance(35);
        if (isTaken && static_cast<unsigned>(std::popcount(list)) < most)
            list |= 1U << reg;
    }
    return list;
}

void narrowMultiple(Generator& g)
{
    const bool isLoad = g.random().chance(50);
    unsigned list = registerList(g, 8, isLoad, 8);
    const auto bytes = static_cast<unsigned>(std::popcount(list)) * 4;
    const auto at = g.address(BaseKind::Low, bytes + 16, {0, 0, 4}, true);
    if (!at || list == 0)
        return g.nop();
    // A base that is stored has to be the first; one that is loaded is not written back.
    const bool isBaseIn = (list >> at->base & 1U) != 0;
    const bool isFirst = static_cast<unsigned>(std::countr_zero(list)) == at->base;
    if (isBaseIn && !isFirst)
        return g.nop();
    if (isLoad && g.random().chance(10)) {
        g.lost(at->base);
        list |= 1U << at->base;
    } else {
        g.moved(at->base, static_cast<int>(bytes));
    }
    g.narrow(0xC000U | (isLoad ? 1U << 11 : 0) | at->base << 8 | list);
}

void push(Generator& g)
{
    const unsigned withLr = g.random().below(2);
    const unsigned list = registerList(g, 8, false, 8);
    const int bytes = (std::popcount(list) + static_cast<int>(withLr)) * 4;
    if (bytes == 0 || !g.address(BaseKind::StackPointer, 4, {-bytes, -bytes, 4}, true))
        return g.nop();
    g.moved(13, -bytes);
    g.narrow(0xB400U | withLr << 8 | list);
}

void pop(Generator& g)
{
    const unsigned list = registerList(g, 8, true, 8);
    const int bytes = std::popcount(list) * 4;
    if (bytes == 0 ||
        !g.address(BaseKind::StackPointer, static_cast<unsigned>(bytes) + 16, {0, 0, 4}, true))
        return g.nop();
    g.moved(13, bytes);
    g.narrow(0xBC00U | list);
}

unsigned target(Generator& g, const Access& access)
{
    return access.isLoad ? g.destination() : g.source();
}

void positiveOffset(Generator& g)
{
    const Access access = g.random().pick(kAccesses);
    const auto at = g.address(BaseKind::Any, access.bytes, {0, 4095, 1}, false);
    if (!at)
        return g.nop();
    if (access.isLoad && at->base != 13 && g.random().chance(3)) { // the base itself is loaded
        g.lost(at->base);
        g.wide(0xF8800000U | access.bits | at->base << 16 | at->base << 12 |
               static_cast<unsigned>(at->offset));
        return;
    }
    g.wide(0xF8800000U | access.bits | at->base << 16 | target(g, access) << 12 |
           static_cast<unsigned>(at->offset));
}

void shortOffset(Generator& g) // without write-back: negative, or unprivileged
{
    const Access access = g.random().pick(kAccesses);
    const bool isUnprivileged = g.random().chance(40);
    const Generator::Offsets offsets =
        isUnprivileged ? Generator::Offsets{0, 255, 1} : Generator::Offsets{-255, 0, 1};
    const auto at = g.address(BaseKind::Any, access.bytes, offsets, false);
    if (!at)
        return g.nop();
    g.wide(0xF8000C00U | access.bits | (isUnprivileged ? 0x200U : 0U) | at->base << 16 |
           target(g, access) << 12 | magnitude(at->offset));
}

void writeBack(Generator& g)
{
    const Access access = g.random().pick(kAccesses);
    const bool isPreIndexed = g.random().chance(50);
    const bool staysAligned = g.random().chance(85);
    const auto at = g.address(BaseKind::Any, access.bytes, {0, 0, 1}, false);
    if (!at)
        return g.nop();
    const bool isStack = at->base == 13;
    const auto by = g.move(at->base, {-255, 255, 1}, staysAligned || isStack);
    if (!by)
        return g.nop();
    const unsigned reg = target(g, access);
    if (reg == at->base) // which of them is stored or stays is not said
        return g.nop();
    g.moved(at->base, *by);
    g.wide(0xF8000900U | access.bits | (isPreIndexed ? 0x400U : 0U) | (*by >= 0 ? 0x200U : 0U) |
           at->base << 16 | reg << 12 | magnitude(*by));
}

void registerOffset(Generator& g)
{
    const Access access = g.random().pick(kAccesses);
    const unsigned shift = g.random().below(4);
    const int offset = static_cast<int>(g.index() << shift);
    const auto at = g.address(BaseKind::Any, access.bytes, {offset, offset, 1}, false);
    if (!at)
        return g.nop();
    g.wide(0xF8000000U | access.bits | at->base << 16 | target(g, access) << 12 | shift << 4 |
           g.indexRegister());
}

void literal(Generator& g)
{
    const Access access = kAccesses[g.random().below(5)];
    g.wide(0xF80F0000U | access.bits | g.random().below(2) << 23 | g.destination() << 12 |
           g.random().below(4096));
}

void preload(Generator& g) // PLD, PLI
{
    g.wide((g.random().chance(50) ? 0xF890F000U : 0xF990F000U) | g.source() << 16 |
           g.random().below(4096));
}

void dual(Generator& g)
{
    const bool isLoad = g.random().chance(50);
    const bool writesBack = g.random().chance(50);
    const bool isPreIndexed = !writesBack || g.random().chance(50);
    const unsigned first = isLoad ? g.destination() : g.source();
    const unsigned second = isLoad ? g.otherDestination(first) : g.source();
    const auto at = writesBack ? g.address(BaseKind::Any, 8, {0, 0, 4}, true)
                               : g.address(BaseKind::Any, 8, {-1020, 1020, 4}, true);
    if (!at || (writesBack && (first == at->base || second == at->base)))
        return g.nop();
    int offset = at->offset;
    if (writesBack) {
        const auto by = g.move(at->base, {-1020, 1020, 4}, true);
        if (!by)
            return g.nop();
        offset = *by;
        g.moved(at->base, offset);
    }
    g.wide(0xE8400000U | (isPreIndexed ? 1U << 24 : 0) | (offset >= 0 ? kUp : 0) |
           (writesBack ? 1U << 21 : 0) | (isLoad ? 1U << 20 : 0) | at->base << 16 | first << 12 |
           second << 8 | magnitude(offset) / 4);
}

void dualLiteral(Generator& g)
{
    const unsigned first = g.destination();
    g.wide(0xE95F0000U | g.random().below(2) << 23 | first << 12 | g.otherDestination(first) << 8 |
           g.random().below(256));
}

void multiple(Generator& g)
{
    const bool isLoad = g.random().chance(50);
    const bool isDescending = g.random().chance(50);
    const bool writesBack = g.random().chance(60);
    const unsigned list = registerList(g, 15, isLoad, 10);
    const int bytes = std::popcount(list) * 4;
    const int lowest = isDescending ? -bytes : 0;
    const auto at =
        g.address(BaseKind::Any, static_cast<unsigned>(bytes) + 16, {lowest, lowest, 4}, true);
    const bool isBaseIn = at && (list >> at->base & 1U) != 0;
    if (!at || bytes < 8 || (isBaseIn && writesBack))
        return g.nop();
    if (writesBack)
        g.moved(at->base, isDescending ? -bytes : bytes);
    g.wide((isDescending ? 0xE9000000U : 0xE8800000U) | (writesBack ? 1U << 21 : 0) |
           (isLoad ? 1U << 20 : 0) | at->base << 16 | list);
}

/// LDREX, some arithmetic, STREX to the same place.
void exclusivePair(Generator& g)
{
    const unsigned kind = g.random().below(3); // word, byte, halfword
    const auto at = kind == 0 ? g.address(BaseKind::Any, 4, {0, 1020, 4}, true)
                              : g.address(BaseKind::Any, 4, {0, 0, 4}, true);
    if (!at)
        return g.nop();
    const unsigned loaded = g.destination();
    const unsigned result = g.otherDestination(loaded);
    const std::uint32_t offset = static_cast<std::uint32_t>(at->offset) / 4;
    if (kind == 0)
        g.wide(0xE8500F00U | at->base << 16 | loaded << 12 | offset);
    else
        g.wide(0xE8D00F0FU | at->base << 16 | loaded << 12 | (kind + 3) << 4);
    if (g.random().chance(60))
        g.wide(0xEB000000U | loaded << 16 | loaded << 8 | g.source()); // ADD
    if (g.random().chance(20))
        g.wide(0xF3BF8F2FU); // CLREX
    if (kind == 0)
        g.wide(0xE8400000U | at->base << 16 | loaded << 12 | result << 8 | offset);
    else
        g.wide(0xE8C00F00U | at->base << 16 | loaded << 12 | (kind + 3) << 4 | result);
    g.setTagged(false);
}

void exclusiveLoad(Generator& g)
{
    const auto at = g.address(BaseKind::Any, 4, {0, 1020, 4}, true);
    if (!at)
        return g.nop();
    g.setTagged(true);
    g.wide(0xE8500F00U | at->base << 16 | g.destination() << 12 |
           static_cast<std::uint32_t>(at->offset) / 4);
}

/// Which fails. After a load from elsewhere it might not: that is IMPLEMENTATION DEFINED.
void exclusiveStore(Generator& g)
{
    const auto at = g.address(BaseKind::Any, 4, {0, 1020, 4}, true);
    if (!at || g.isTagged())
        return g.nop();
    const unsigned result = g.destination();
    const unsigned stored = g.otherDestination(result);
    g.wide(0xE8400000U | at->base << 16 | stored << 12 | result << 8 |
           static_cast<std::uint32_t>(at->offset) / 4);
}

constexpr std::array kClasses{
    InstructionClass{"16-bit load, store", 10, Placement::Anywhere, narrowImmediate},
    InstructionClass{"16-bit register offset", 8, Placement::Anywhere, narrowRegister},
    InstructionClass{"16-bit SP-relative", 4, Placement::Anywhere, stackRelative},
    InstructionClass{"16-bit literal", 3, Placement::Anywhere, narrowLiteral},
    InstructionClass{"16-bit LDM, STM", 5, Placement::Anywhere, narrowMultiple},
    InstructionClass{"PUSH", 4, Placement::Anywhere, push},
    InstructionClass{"POP", 4, Placement::Anywhere, pop},
    InstructionClass{"offset of 12 bits", 8, Placement::Anywhere, positiveOffset},
    InstructionClass{"offset of 8 bits, unprivileged", 6, Placement::Anywhere, shortOffset},
    InstructionClass{"pre- and post-indexed", 10, Placement::Anywhere, writeBack},
    InstructionClass{"register offset", 6, Placement::Anywhere, registerOffset},
    InstructionClass{"literal", 3, Placement::Anywhere, literal},
    InstructionClass{"PLD, PLI", 1, Placement::Anywhere, preload},
    InstructionClass{"LDRD, STRD", 8, Placement::Anywhere, dual},
    InstructionClass{"LDRD literal", 1, Placement::Anywhere, dualLiteral},
    InstructionClass{"LDM, STM", 10, Placement::Anywhere, multiple},
    InstructionClass{"LDREX and STREX", 6, Placement::Outside, exclusivePair},
    InstructionClass{"LDREX", 1, Placement::Outside, exclusiveLoad},
    InstructionClass{"STREX that fails", 2, Placement::Outside, exclusiveStore},
};

} // namespace

std::span<const InstructionClass> memoryClasses()
{
    return kClasses;
}

} // namespace perisphere::differential
